CREATE OR REPLACE FUNCTION public.organisations_where_mail_goes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.mail_address := COALESCE((SELECT u.email FROM public.accounts_user u WHERE u.id = NEW.user_id), NEW.email);
    RETURN NEW;
END
$$;
