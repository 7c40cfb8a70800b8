CREATE OR REPLACE FUNCTION public.organisations_follow_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE public.organisations_member SET user_id = NULL WHERE user_id = OLD.id;
        RETURN OLD;
    END IF;
    UPDATE public.organisations_member SET mail_address = NEW.email WHERE user_id = NEW.id;
    RETURN NEW;
END
$$;
