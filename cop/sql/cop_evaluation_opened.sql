-- Who was present and what is asked is noted by the database in the moment of closing a session. Nobody can add to it
-- or take away, whatever happens to the attendance or the questions afterwards.
CREATE OR REPLACE FUNCTION public.cop_evaluation_opened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO public.cop_respondent (organisation_id, evaluation_id, member_id)
    SELECT NEW.organisation_id, NEW.id, a.member_id
    FROM public.cop_session s
    JOIN public.meetings_attendance a ON a.meeting_id = s.meeting_id AND a.presence = 'came'
    JOIN public.cop_membership b ON b.community_id = s.community_id AND b.member_id = a.member_id AND b.left_at IS NULL
    WHERE s.id = NEW.session_id AND s.organisation_id = NEW.organisation_id;
    INSERT INTO public.cop_evaluationquestion (organisation_id, evaluation_id, question_id, position)
    SELECT NEW.organisation_id, NEW.id, q.id, q.position
    FROM public.cop_session s JOIN public.cop_communityquestion q ON q.community_id = s.community_id AND q.retired_at IS NULL
    WHERE s.id = NEW.session_id AND s.organisation_id = NEW.organisation_id;
    RETURN NULL;
END
$$;
