-- With the rights of whoever asks, for the row security of programmes_coordination: a condition that asked its own
-- table itself would do so without end.
CREATE OR REPLACE FUNCTION public.programmes_coordinates(programme uuid, person uuid)
RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT EXISTS (SELECT 1 FROM public.programmes_coordination k WHERE k.programme_id = programme AND k.member_id = person)
$$;
