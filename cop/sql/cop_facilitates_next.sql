-- Whether it is a person's turn next in a community they belong to: the first turn that is not arranged, called off,
-- or not over.
CREATE OR REPLACE FUNCTION public.cop_facilitates_next(circle uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT person = (
    SELECT t.member_id FROM public.cop_turn t
    JOIN public.cop_membership b ON b.community_id = t.community_id AND b.member_id = t.member_id AND b.left_at IS NULL
    LEFT JOIN public.cop_session s ON s.id = t.session_id
    LEFT JOIN public.meetings_meeting m ON m.id = s.meeting_id
    LEFT JOIN public.meetings_cancellation x ON x.meeting_id = m.id
    WHERE t.community_id = circle AND (s.id IS NULL OR x.id IS NOT NULL OR m.ends_at > now())
    ORDER BY t.number LIMIT 1)
$$;
