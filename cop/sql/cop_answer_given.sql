-- An answer is given by somebody who was present and still belongs, for themself, before the evaluation closes. The
-- evaluation's row is held until that is settled: publishing waits for whoever is about to answer, and comes after.
CREATE OR REPLACE FUNCTION public.cop_answer_given() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    looked_back public.cop_evaluation;
BEGIN
    SELECT e.* INTO looked_back FROM public.cop_evaluation e JOIN public.cop_evaluationquestion k ON k.evaluation_id = e.id
    WHERE k.id = NEW.asked_id AND e.organisation_id = NEW.organisation_id FOR SHARE OF e;
    IF NOT FOUND OR looked_back.closes_at <= clock_timestamp()
        OR NEW.author_id IS DISTINCT FROM {member}
        OR NEW.organisation_id IS DISTINCT FROM {organisation}
        OR EXISTS (SELECT 1 FROM public.cop_evaluationoutcome o WHERE o.evaluation_id = looked_back.id)
        OR NOT EXISTS (
            SELECT 1 FROM public.cop_respondent v JOIN public.cop_session s ON s.id = looked_back.session_id
            JOIN public.cop_membership b ON b.community_id = s.community_id
                AND b.member_id = v.member_id AND b.left_at IS NULL
            WHERE v.evaluation_id = looked_back.id AND v.member_id = NEW.author_id)
        OR (NEW.rating IS NULL) = EXISTS (
            SELECT 1 FROM public.cop_evaluationquestion k JOIN public.cop_communityquestion q ON q.id = k.question_id
            WHERE k.id = NEW.asked_id AND q.kind = 'rating')
    THEN RAISE EXCEPTION 'Only who was present answers, for themself, until the evaluation closes.'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
