-- Ids only: which proposals were not answered in time.
CREATE OR REPLACE FUNCTION public.programmes_proposals_overdue(at timestamp with time zone)
RETURNS TABLE(organisation uuid, proposal uuid) LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT organisation_id, id FROM public.programmes_proposal
WHERE outcome = '' AND answer_by <= programmes_proposals_overdue.at ORDER BY answer_by
$$;
