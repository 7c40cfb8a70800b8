-- A coordinator of the programme takes a story out of its library. Whose it is they cannot read where it stands
-- without a name; the author and the thread are returned only by taking it out, so that its author can be told. Why is
-- written beside, where only the author reads it; nobody adds such a row by any other way.
CREATE OR REPLACE FUNCTION public.cop_take_out(wanted uuid, reason text)
RETURNS TABLE (author uuid, thread uuid) LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
WITH gone AS (
    DELETE FROM public.cop_story s
    WHERE s.id = wanted AND s.organisation_id = {organisation} AND EXISTS (
        SELECT 1 FROM public.programmes_coordination k
        WHERE k.programme_id = s.programme_id AND k.member_id = {member})
    RETURNING s.organisation_id, s.consent_id, s.title
), given AS (
    DELETE FROM public.cop_storyconsent a USING gone WHERE a.id = gone.consent_id
    RETURNING gone.organisation_id, a.author_id, a.thread_id, gone.title
)
INSERT INTO public.cop_storyremoval (organisation_id, author_id, thread_id, title, why, at)
SELECT organisation_id, author_id, thread_id, title, reason, statement_timestamp() FROM given
RETURNING author_id, thread_id;
$$;
