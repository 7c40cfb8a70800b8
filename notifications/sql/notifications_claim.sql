-- For beat, which works in no organisation: whoever is at work inside one is given nothing.
CREATE OR REPLACE FUNCTION public.notifications_claim(at timestamp with time zone, batch integer, lease interval)
RETURNS TABLE(organisation uuid, message uuid, attempts smallint) LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
WITH due AS (
    SELECT id FROM public.notifications_message
    WHERE NULLIF(current_setting('app.organisation', true), '') IS NULL
    AND due_at <= at AND (state = 'waiting' AND COALESCE(not_before <= at, true) OR (state = 'claimed' AND lease_until <= at))
    ORDER BY due_at LIMIT batch FOR UPDATE SKIP LOCKED
)
UPDATE public.notifications_message m
SET state = 'claimed', lease_until = at + lease
FROM due WHERE m.id = due.id
RETURNING m.organisation_id, m.id, m.attempts
$$;
