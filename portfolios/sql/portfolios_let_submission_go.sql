-- Nobody was given a confirmation on it: then nothing has to stay as it was but the words.
CREATE OR REPLACE FUNCTION public.portfolios_let_submission_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.portfolios_submissionfile f SET entry_id = NULL, key = ''
    FROM public.portfolios_submission s
    WHERE s.organisation_id = NEW.organisation_id AND s.request_id = NEW.request_id
      AND f.organisation_id = s.organisation_id AND f.submission_id = s.id AND f.entry_id IS NOT NULL;
    RETURN NULL;
END
$$;
