-- The three roles and the database of an installation; run once, as a superuser.
-- The embedded PostgreSQL, docker-compose.yml and docs/operators/install.md all use this file.

-- Owns the schema: migrations and the demo's past. Makes the test database.
CREATE ROLE tracker_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS;
-- Web, API, worker and tests. Row-level security holds for it.
CREATE ROLE tracker_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
-- Owns the SECURITY DEFINER functions and nothing else; the owner may act as it to hand them over.
CREATE ROLE tracker_fn NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
GRANT tracker_fn TO tracker_owner;

CREATE DATABASE tracker OWNER tracker_owner;
REVOKE ALL ON DATABASE tracker FROM PUBLIC;
GRANT CONNECT ON DATABASE tracker TO tracker_app;
