-- Who wants no news gets no broadcasts; what is about their own visits they are told all the same.
alter table clients add column news boolean not null default true;

-- Local hours between which no broadcast is sent; the same twice: at any hour.
alter table tenants
  add column quiet_from_hour integer not null default 21 check (quiet_from_hour between 0 and 23),
  add column quiet_to_hour integer not null default 9 check (quiet_to_hour between 0 and 23);
