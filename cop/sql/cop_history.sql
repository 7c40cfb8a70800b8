-- What a phase needs is told as yes or no, to those whose community it is: no counts of what they may not read.
-- Whether an agenda of the past was set by several (as that many or none; ``cop.phases`` says how many); whether the
-- charter is written (as one or none); and whether a session was looked back on by at least three. What is over is
-- published first.
CREATE OR REPLACE FUNCTION public.cop_history(circle uuid)
RETURNS TABLE (agenda_voices integer, charters integer, evaluated boolean) LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT public.cop_publish(circle);
SELECT CASE WHEN EXISTS (
        SELECT 1 FROM public.cop_session s JOIN public.meetings_meeting m ON m.id = s.meeting_id
        JOIN public.meetings_agendaitem a ON a.meeting_id = m.id
        LEFT JOIN public.meetings_cancellation x ON x.meeting_id = m.id
        WHERE s.community_id = circle AND m.ends_at <= now() AND x.id IS NULL
        GROUP BY m.id HAVING count(DISTINCT a.author_id) >= 3) THEN 3 ELSE 0 END,
    EXISTS (SELECT 1 FROM public.cop_charter WHERE community_id = circle)::integer,
    EXISTS (
        SELECT 1 FROM public.cop_evaluationoutcome o JOIN public.cop_evaluation e ON e.id = o.evaluation_id
        JOIN public.cop_session s ON s.id = e.session_id
        WHERE s.community_id = circle AND o.answered IS NOT NULL)
FROM public.cop_community c
WHERE c.id = circle AND c.organisation_id = {organisation} AND (
    {member} IS NULL
    OR EXISTS (SELECT 1 FROM public.cop_membership b
        WHERE b.community_id = c.id AND b.member_id = {member} AND b.left_at IS NULL)
    OR EXISTS (SELECT 1 FROM public.programmes_coordination k
        WHERE k.programme_id = c.programme_id AND k.member_id = {member}))
$$;
