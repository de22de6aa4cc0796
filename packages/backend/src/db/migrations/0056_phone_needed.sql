-- Whether clients book only once their telephone number is known (docs/rules.md#booking).
alter table tenants add column phone_needed boolean not null default false;
