-- With the rights of whoever asks, for the row security of partnerships_party: a condition that asked its own table
-- itself would do so without end.
CREATE OR REPLACE FUNCTION public.partnerships_has_parties(partnership uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT EXISTS (SELECT 1 FROM public.partnerships_party p WHERE p.partnership_id = partnership)
$$;
