-- The login and the database of Okno on a server of your own, with the least rights: no CREATEROLE, no superuser. As a
-- superuser, once, and harmless to repeat:
--   psql --set=ON_ERROR_STOP=1 --set=password=… --file=login.sql postgres
-- The four roles hold what the program may do; the login may act as them and is nothing by itself.
select format('create role %I nologin', name)
from unnest(array['okno_owner', 'okno_app', 'okno_worker', 'okno_backup']) as name
where not exists (select from pg_roles where rolname = name) \gexec
select 'create role okno login' where not exists (select from pg_roles where rolname = 'okno') \gexec
alter role okno login nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit -1 password :'password';
grant okno_owner, okno_app, okno_worker, okno_backup to okno;
select 'create database okno owner okno encoding ''UTF8'' template template0'
where not exists (select from pg_database where datname = 'okno') \gexec
revoke all on database okno from public;
\connect okno
revoke all on schema public from public;
-- What no login but this one may bring in.
create extension if not exists btree_gist;
