CREATE OR REPLACE FUNCTION public.organisations_is_admin(person uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT EXISTS (SELECT 1 FROM public.organisations_appointment a WHERE a.member_id = person AND a.role = 'admin')
$$;
