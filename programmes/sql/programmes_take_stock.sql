-- PostgreSQL plans by what it last counted, which is nothing where the first people have just been imported. Whoever
-- counts holds a table until all is written, so another organisation's import goes on with what was counted last.
CREATE OR REPLACE FUNCTION public.programmes_take_stock() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN ANALYZE (SKIP_LOCKED) public.organisations_member, public.programmes_enrolment, public.programmes_enrolmentanswer; END
$$;
