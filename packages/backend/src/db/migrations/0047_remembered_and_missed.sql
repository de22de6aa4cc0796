-- Remembered answers are taken away with whoever they are about (docs/rules.md#forgetting). Some tell only a note of a
-- client, or somebody who was merged into them: then it stands in the question which client it was about.
alter table idempotency_keys add column about uuid[] not null default '{}';

-- The visit turned out to have been missed after it was reviewed: the review stays, and counts no longer.
alter table reviews add column missed boolean not null default false;
