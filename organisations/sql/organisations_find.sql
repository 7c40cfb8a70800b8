CREATE OR REPLACE FUNCTION public.organisations_find(slug text, account uuid)
RETURNS TABLE(organisation uuid, member uuid) LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT o.id, m.id FROM public.organisations_organisation o
LEFT JOIN public.organisations_member m ON m.organisation_id = o.id AND m.user_id = account
WHERE o.slug = organisations_find.slug
$$;
