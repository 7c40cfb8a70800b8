-- A plan waits for the goals that its barriers became, and comes after the one it follows. Nobody can make a circle of
-- that: who adds a step waits for whoever adds another to plans of the same person, and then follows the whole way.
CREATE OR REPLACE FUNCTION public.development_plans_refuse_circle() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE later uuid; earlier uuid; whose uuid;
BEGIN
    IF TG_TABLE_NAME = 'development_plans_barrier' THEN
        later := NEW.plan_id; earlier := NEW.goal_id;
    ELSE
        later := NEW.id; earlier := NEW.follows_id;
    END IF;
    IF earlier IS NULL THEN RETURN NULL; END IF;
    SELECT owner_id INTO whose FROM public.development_plans_plan WHERE id = later;
    PERFORM pg_advisory_xact_lock(hashtextextended(whose::text, 0));
    IF NOT EXISTS (SELECT 1 FROM public.development_plans_plan WHERE id = earlier AND owner_id = whose) THEN
        RAISE EXCEPTION 'A plan goes on from plans of the same person.' USING ERRCODE = 'check_violation';
    END IF;
    IF later IN (
        WITH RECURSIVE before (id) AS (
            SELECT earlier
            UNION
            SELECT step.id FROM before, LATERAL (
                SELECT b.goal_id FROM public.development_plans_barrier b
                WHERE b.plan_id = before.id AND b.goal_id IS NOT NULL
                UNION ALL
                SELECT p.follows_id FROM public.development_plans_plan p
                WHERE p.id = before.id AND p.follows_id IS NOT NULL
            ) AS step (id)
        )
        SELECT id FROM before
    ) THEN
        RAISE EXCEPTION 'Plans cannot wait for one another in a circle.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
