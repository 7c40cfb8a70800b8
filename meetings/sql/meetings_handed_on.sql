-- Nobody takes the right to say who attends: a meeting is handed on by whoever made or runs it, to somebody who is
-- invited.
CREATE OR REPLACE FUNCTION public.meetings_handed_on() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.meetings_attendance a
            WHERE a.meeting_id = NEW.id AND a.member_id = NEW.facilitator_id)
        OR {member} IS NULL
        OR NOT {member} IN (OLD.created_by_id, COALESCE(OLD.facilitator_id, OLD.created_by_id))
    THEN RAISE EXCEPTION 'A meeting is handed on by who made or runs it, to somebody who is invited.'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
