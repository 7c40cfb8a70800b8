-- Counts once a week, and only for work without a member, so that nobody chooses the moment. What it keeps to:
-- - Each person counts in one cohort, the one that began last: two cohorts with nearly the same people tell nothing.
-- - People with a plan come in, and who is no longer in the cohort goes out, by five and more at once. Until then who
--   left counts as they last stood: taking somebody out, or in, changes nothing.
-- - Steps with fewer than five people are told together, and never as fewer than five; nor where all are at one.
CREATE OR REPLACE FUNCTION public.development_plans_take_snapshots() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    here uuid := NULLIF(current_setting('app.organisation', true), '')::uuid;
    this_week date := date_trunc('week', now() AT TIME ZONE 'UTC')::date;
    at uuid; people uuid[]; came uuid[]; went uuid[]; cells integer[]; others integer; hidden integer;
    taken integer := 0;
BEGIN
    IF here IS NULL OR NULLIF(current_setting('app.member', true), '') IS NOT NULL THEN RETURN 0; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(here::text || ' counts its plans', 0));
    FOR at IN
        SELECT c.id FROM public.programmes_cohort c
        LEFT JOIN public.development_plans_stepsnapshot s ON s.cohort_id = c.id
        WHERE c.organisation_id = here AND (s.id IS NULL OR s.week < this_week)
    LOOP
        people := ARRAY(
            SELECT latest.member_id FROM (
                SELECT DISTINCT ON (e.member_id) e.member_id, e.cohort_id FROM public.programmes_enrolment e
                JOIN public.programmes_cohort c ON c.id = e.cohort_id
                WHERE e.role = 'mentee' AND e.state IN ('accepted', 'active', 'paused', 'completed')
                  AND e.member_id IN (SELECT m.member_id FROM public.programmes_enrolment m WHERE m.cohort_id = at)
                ORDER BY e.member_id, c.starts_on DESC, c.id DESC) latest
            WHERE latest.cohort_id = at);
        came := ARRAY(
            SELECT p.owner_id FROM public.development_plans_plan p
            WHERE p.owner_id = ANY (people) AND p.set_aside_at IS NULL
            EXCEPT SELECT k.member_id FROM public.development_plans_countedmentee k WHERE k.cohort_id = at);
        went := ARRAY(
            SELECT k.member_id FROM public.development_plans_countedmentee k
            WHERE k.cohort_id = at AND k.member_id <> ALL (people));
        IF cardinality(came) >= 5 THEN
            INSERT INTO public.development_plans_countedmentee (organisation_id, cohort_id, member_id)
            SELECT here, at, unnest(came);
        END IF;
        IF cardinality(went) >= 5 THEN
            DELETE FROM public.development_plans_countedmentee WHERE cohort_id = at AND member_id = ANY (went);
        END IF;
        UPDATE public.development_plans_countedmentee k SET step = (
            SELECT p.step FROM public.development_plans_plan p
            WHERE p.owner_id = k.member_id AND p.set_aside_at IS NULL
            ORDER BY p.step = 7, p.begun_at DESC, p.id DESC LIMIT 1)
        WHERE k.cohort_id = at AND k.member_id = ANY (people);

        SELECT array_agg(CASE WHEN n >= 5 THEN n END ORDER BY step), sum(CASE WHEN n < 5 THEN n ELSE 0 END)
        INTO cells, others FROM (
            SELECT each.step, count(k.id)::integer FROM generate_series(1, 7) AS each (step)
            LEFT JOIN public.development_plans_countedmentee k ON k.step = each.step AND k.cohort_id = at
            GROUP BY each.step) AS counted (step, n);
        WHILE others BETWEEN 1 AND 4 LOOP
            SELECT step INTO hidden FROM unnest(cells) WITH ORDINALITY AS each (n, step)
            WHERE n IS NOT NULL ORDER BY n, step LIMIT 1;
            EXIT WHEN hidden IS NULL;
            others := others + cells[hidden];
            cells[hidden] := NULL;
        END LOOP;
        IF cardinality(array_remove(cells, NULL)) + (others > 0)::integer < 2 THEN
            cells := '{}';
            others := 0;
        END IF;
        INSERT INTO public.development_plans_stepsnapshot AS s
            (organisation_id, cohort_id, week, taken_at, figures, others)
        VALUES (here, at, this_week, now(), cells, NULLIF(others, 0))
        ON CONFLICT (organisation_id, cohort_id) DO UPDATE SET
            week = EXCLUDED.week, taken_at = EXCLUDED.taken_at, figures = EXCLUDED.figures, others = EXCLUDED.others;
        taken := taken + 1;
    END LOOP;
    RETURN taken;
END
$$;
