-- Enrolling opens a pathway for good, so nobody comes in who could not read it before.
CREATE OR REPLACE FUNCTION public.development_plans_may_enrol() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.development_plans_pathway WHERE id = NEW.pathway_id AND opened_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'This pathway is not open to them.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
