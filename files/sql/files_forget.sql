CREATE OR REPLACE FUNCTION public.files_forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.files_ledgerentry SET uses = greatest(uses - 1, 0),
        removed_at = CASE WHEN uses <= 1 THEN now() END
    WHERE organisation_id = OLD.organisation_id AND id = OLD.entry_id AND removed_at IS NULL;
    RETURN NULL;
END
$$;
