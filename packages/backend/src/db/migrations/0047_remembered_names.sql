-- Remembered answers are taken away with whoever they are about (docs/rules.md#forgetting). Some tell only a note of a
-- client, or somebody who was merged into them: then it stands in the question which client it was about.
alter table idempotency_keys add column about uuid[] not null default '{}';
