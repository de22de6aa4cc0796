-- The login of requests behind a pooler of transactions (docs/scaling.md). As a superuser, in Okno's database, after
-- login.sql; harmless to repeat:
--   psql --set=ON_ERROR_STOP=1 --set=password=… --file=requests.sql okno
-- Nothing can be set for a session behind such a pooler, so everything is the login's own from the beginning: it acts as
-- okno_app and can act as nobody else.
select 'create role okno_requests login' where not exists (select from pg_roles where rolname = 'okno_requests') \gexec
alter role okno_requests login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'password';
grant okno_app to okno_requests;
grant connect on database :"DBNAME" to okno_requests;
alter role okno_requests set role to 'okno_app';
alter role okno_requests set timezone to 'UTC';
alter role okno_requests set datestyle to 'iso';
alter role okno_requests set statement_timeout to '15s';
alter role okno_requests set lock_timeout to '10s';
alter role okno_requests set idle_in_transaction_session_timeout to '20s';
alter role okno_requests set enable_seqscan to off;
alter role okno_requests set plan_cache_mode to force_generic_plan;
alter role okno_requests set random_page_cost to 1.1;
alter role okno_requests set jit to off;
