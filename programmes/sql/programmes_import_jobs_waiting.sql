-- Ids only: which imports somebody asked for before a moment, and that nobody has brought to an end.
CREATE OR REPLACE FUNCTION public.programmes_import_jobs_waiting(asked_before timestamp with time zone)
RETURNS TABLE(organisation uuid, member uuid, job uuid) LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT organisation_id, by_id, id FROM public.programmes_importjob WHERE outcome = '' AND at < asked_before ORDER BY at
$$;
