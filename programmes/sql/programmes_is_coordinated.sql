-- As programmes_coordinates: for the row security of programmes_coordination.
CREATE OR REPLACE FUNCTION public.programmes_is_coordinated(programme uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT EXISTS (SELECT 1 FROM public.programmes_coordination k WHERE k.programme_id = programme)
$$;
