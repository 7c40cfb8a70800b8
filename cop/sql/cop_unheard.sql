-- Who belongs and was not heard in the last two sessions with rounds; told to whose turn comes next alone.
CREATE OR REPLACE FUNCTION public.cop_unheard(circle uuid) RETURNS SETOF uuid LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
WITH kept AS (
    SELECT s.id, m.starts_at FROM public.cop_session s JOIN public.meetings_meeting m ON m.id = s.meeting_id
    WHERE s.community_id = circle AND m.ends_at <= now()
      AND NOT EXISTS (SELECT 1 FROM public.meetings_cancellation x WHERE x.meeting_id = m.id)
      AND EXISTS (SELECT 1 FROM public.cop_round r WHERE r.session_id = s.id)
    ORDER BY m.starts_at DESC LIMIT 2)
SELECT b.member_id FROM public.cop_membership b
WHERE b.community_id = circle AND b.left_at IS NULL AND public.cop_facilitates_next(circle, {member})
  AND (SELECT count(*) FROM kept) = 2 AND b.joined_at < (SELECT min(starts_at) FROM kept)
  AND NOT EXISTS (
    SELECT 1 FROM public.cop_speakermark v JOIN public.cop_round r ON r.id = v.round_id JOIN kept k ON k.id = r.session_id
    WHERE v.member_id = b.member_id)
$$;
