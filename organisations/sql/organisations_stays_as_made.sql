CREATE OR REPLACE FUNCTION public.organisations_stays_as_made() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN RAISE EXCEPTION 'Whose row of % this is, and to what it belongs, stays as it was made.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege'; END
$$;
