-- Who answers holds the evaluation before touching any answer, as publishing does: the two then wait for each other in
-- one order, and neither is thrown out by the database because each waits for the other. What it returns only says
-- whether answers are taken still; the triggers on answers ask again.
CREATE OR REPLACE FUNCTION public.cop_hold_evaluation(wanted uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held public.cop_evaluation;
BEGIN
    SELECT e.* INTO held FROM public.cop_evaluation e
    WHERE e.id = wanted AND e.organisation_id = {organisation} FOR SHARE;
    RETURN FOUND AND held.closes_at > clock_timestamp()
        AND NOT EXISTS (SELECT 1 FROM public.cop_evaluationoutcome o WHERE o.evaluation_id = wanted);
END
$$;
