-- Makes the database and its two roles, once, as the server's superuser:
--   psql --no-psqlrc -v ON_ERROR_STOP=1 -f deploy/roles.sql
-- OWNER_PASSWORD and APP_PASSWORD come from the environment.
--
-- mentoring_owner  owns the tables; only `migrate` connects as it.
-- mentoring_app    serves; every wall is drawn for it, so it owns nothing and is above nothing.

\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD

CREATE ROLE mentoring_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE mentoring_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'app_password';

CREATE DATABASE mentoring OWNER mentoring_owner;
REVOKE ALL ON DATABASE mentoring FROM PUBLIC;
GRANT CONNECT ON DATABASE mentoring TO mentoring_app;
-- What the runtime role may do in the schema and with the tables is granted by `migrate`, as their owner.
