-- The country whose way of writing telephone numbers holds where nobody says one (docs/rules.md#telephone-numbers);
-- null: that of the business's time zone. Numbers that were written down before keep their spelling until the program
-- looks them over, because only it knows how each country writes them.
alter table tenants add column country text check (country ~ '^[A-Z]{2}$');
