-- The ledger is counted with the owner's rights, because whoever removes a row need not be whose bytes they were: a
-- facilitator takes down a post, a mentee's plan goes with its files. They can count and mark the entry of the row that
-- comes or goes, and nothing else. Several rows can have the same bytes: what belongs to something, and what holds it as
-- it was (HeldFile). The entry is marked when the last goes. Two that come and go at once wait for one another at the
-- entry's row.
CREATE OR REPLACE FUNCTION public.files_forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.files_ledgerentry SET uses = greatest(uses - 1, 0),
        removed_at = CASE WHEN uses <= 1 THEN now() END
    WHERE organisation_id = OLD.organisation_id AND id = OLD.entry_id AND removed_at IS NULL;
    RETURN NULL;
END
$$;
