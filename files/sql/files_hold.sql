CREATE OR REPLACE FUNCTION public.files_hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.files_ledgerentry SET uses = uses + 1
    WHERE organisation_id = NEW.organisation_id AND id = NEW.entry_id AND removed_at IS NULL;
    IF NOT FOUND THEN RAISE EXCEPTION 'These bytes are gone.' USING ERRCODE = 'foreign_key_violation'; END IF;
    RETURN NULL;
END
$$;
