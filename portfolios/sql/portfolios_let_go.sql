-- Nobody was given a judgement on it: then nothing has to stay as it was but the words.
CREATE OR REPLACE FUNCTION public.portfolios_let_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.portfolios_assessedfile f SET entry_id = NULL, key = ''
    FROM public.portfolios_assessedevidence p
    WHERE p.organisation_id = NEW.organisation_id AND p.assessment_id = NEW.assessment_id
      AND f.organisation_id = p.organisation_id AND f.assessed_evidence_id = p.id AND f.entry_id IS NOT NULL;
    RETURN NULL;
END
$$;
