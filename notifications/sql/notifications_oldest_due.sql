CREATE OR REPLACE FUNCTION public.notifications_oldest_due(at timestamp with time zone) RETURNS timestamp with time zone LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT min(greatest(due_at, not_before)) FROM public.notifications_message
WHERE due_at <= at AND COALESCE(not_before <= at, true)
AND (state = 'waiting' OR (state = 'claimed' AND attempts = 0))
$$;
