-- How a community works as it stands now is read by everyone who belongs, whenever they came in; how it once stood is
-- not.
CREATE OR REPLACE FUNCTION public.cop_charter_newest(circle uuid) RETURNS integer LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT max(c.version)::integer FROM public.cop_charter c
WHERE c.community_id = circle
  AND c.organisation_id = {organisation}
$$;
