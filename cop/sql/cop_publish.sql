-- The one way from answers to results, for a community's evaluations that are over: once, only what at least three
-- answered, words in an order drawn anew for each question; then the answers, and with them who gave which, are gone.
-- Nothing that happens later can change what was published, so there is never a difference to learn from.
CREATE OR REPLACE FUNCTION public.cop_publish(circle uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    due public.cop_evaluation;
    voices integer;
    made uuid;
BEGIN
    FOR due IN
        SELECT e.* FROM public.cop_evaluation e JOIN public.cop_session s ON s.id = e.session_id
        WHERE s.community_id = circle AND e.organisation_id = {organisation}
          AND e.closes_at <= clock_timestamp()
          AND NOT EXISTS (SELECT 1 FROM public.cop_evaluationoutcome o WHERE o.evaluation_id = e.id)
        ORDER BY e.id
    LOOP
        PERFORM 1 FROM public.cop_evaluation e WHERE e.id = due.id FOR UPDATE;
        CONTINUE WHEN EXISTS (SELECT 1 FROM public.cop_evaluationoutcome o WHERE o.evaluation_id = due.id);
        SELECT count(DISTINCT a.author_id) INTO voices
        FROM public.cop_evaluationanswer a JOIN public.cop_evaluationquestion k ON k.id = a.asked_id WHERE k.evaluation_id = due.id;
        INSERT INTO public.cop_evaluationoutcome (organisation_id, evaluation_id, at, answered)
        VALUES (due.organisation_id, due.id, clock_timestamp(), CASE WHEN voices >= 3 THEN voices END)
        RETURNING id INTO made;
        INSERT INTO public.cop_evaluationfinding (organisation_id, outcome_id, asked_id, answered, counts, texts)
        SELECT due.organisation_id, made, a.asked_id, count(*),
            ARRAY[count(*) FILTER (WHERE a.rating = 1), count(*) FILTER (WHERE a.rating = 2),
                  count(*) FILTER (WHERE a.rating = 3), count(*) FILTER (WHERE a.rating = 4),
                  count(*) FILTER (WHERE a.rating = 5)],
            coalesce(array_agg(a.words ORDER BY gen_random_uuid()) FILTER (WHERE a.words <> ''), '{}')
        FROM public.cop_evaluationanswer a JOIN public.cop_evaluationquestion k ON k.id = a.asked_id
        WHERE k.evaluation_id = due.id GROUP BY a.asked_id HAVING count(*) >= 3;
        DELETE FROM public.cop_evaluationanswer a USING public.cop_evaluationquestion k WHERE k.id = a.asked_id AND k.evaluation_id = due.id;
    END LOOP;
END
$$;
