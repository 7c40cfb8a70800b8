-- Whether a member's yes lets a person into a community, said by the member who asks this. A function, since the
-- policies of what it asks ask who belongs.
CREATE OR REPLACE FUNCTION public.cop_said_yes(yes uuid, circle uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT EXISTS (
    SELECT 1 FROM public.cop_joindecision d JOIN public.cop_joinrequest r ON r.id = d.request_id
    WHERE d.id = yes AND d.accepted AND d.by_id = {member} AND r.community_id = circle AND r.member_id = person)
$$;
