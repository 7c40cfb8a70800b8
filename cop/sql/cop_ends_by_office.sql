-- Whoever takes office is no member any more until the members let them in.
CREATE OR REPLACE FUNCTION public.cop_ends_by_office() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.cop_membership b SET left_at = greatest(b.joined_at, now())
    WHERE b.member_id = NEW.member_id AND b.organisation_id = NEW.organisation_id AND b.left_at IS NULL
      AND b.decision_id IS NULL AND b.reads_from IS NULL
      AND (TG_ARGV[0] = 'admin' OR b.community_id IN (
          SELECT c.id FROM public.cop_community c WHERE to_jsonb(NEW) ->> 'programme_id' = c.programme_id::text));
    RETURN NULL;
END
$$;
