import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testBackend } from '../test-support/backend.ts';
import { openStudio } from '../test-support/studio.ts';
import { sql } from './sql.ts';
import { createLookTogether } from './together.ts';
import { createLookInTenant, type LookInTenant, type Tx } from './tx.ts';

const world = await testBackend({ after });
const ours = await openStudio(world);
const theirs = await openStudio(world);
const look = createLookInTenant(world.pool, world.clockOffset, { once: true });

/** Looks together, and how many looks that were. */
const counting = () => {
  let looks = 0;
  const counted: LookInTenant = (tenant_id, work) => {
    looks += 1;
    return look(tenant_id, work);
  };
  return { together: createLookTogether(counted, 3), looks: () => looks };
};

const slugOf = async (tx: Tx): Promise<string | undefined> =>
  (await tx.row(sql<{ slug: string }>`select slug from tenants`))?.slug;

test('those who look at the same moment share a look, each business its own', async () => {
  const { together, looks } = counting();
  const slugs = await Promise.all([ours, theirs, ours, ours].map(({ tenant_id }) => together(tenant_id, slugOf)));
  assert.deepEqual(slugs, [ours.slug, theirs.slug, ours.slug, ours.slug]);
  assert.equal(looks(), 2);
});

test('what one of them asked is asked once', async () => {
  const { together } = counting();
  const draw = (tx: Tx) => tx.row(sql<{ drawn: string }>`select gen_random_uuid()::text as drawn`);
  const [first, second] = await Promise.all([together(ours.tenant_id, draw), together(ours.tenant_id, draw)]);
  assert.equal(first?.drawn, second?.drawn);
  const later = await together(ours.tenant_id, draw);
  assert.notEqual(later?.drawn, first?.drawn, 'and anew by whoever comes later');
});

test('what is asked for as it is now is asked by everybody', async () => {
  const { together } = counting();
  const draw = (tx: Tx) => tx.rowNow(sql<{ drawn: string }>`select gen_random_uuid()::text as drawn`);
  const [first, second] = await Promise.all([together(ours.tenant_id, draw), together(ours.tenant_id, draw)]);
  assert.notEqual(first?.drawn, second?.drawn);
});

test('what one of them throws the others know nothing of', async () => {
  const { together } = counting();
  const refused = together(ours.tenant_id, async (tx) => {
    await tx.now;
    throw new Error('refused');
  });
  const [outcome, slug] = await Promise.all([
    refused.catch((error: Error) => error.message),
    together(ours.tenant_id, slugOf),
  ]);
  assert.deepEqual([outcome, slug], ['refused', ours.slug]);
});

test('no more than a few share one look', async () => {
  const { together, looks } = counting();
  const slugs = await Promise.all(Array.from({ length: 7 }, () => together(ours.tenant_id, slugOf)));
  assert.deepEqual(new Set(slugs), new Set([ours.slug]));
  assert.equal(looks(), 3);
});

test('where there is no connection all are told', async () => {
  const together = createLookTogether(() => Promise.reject(new Error('gone')));
  const outcomes = await Promise.allSettled([together(ours.tenant_id, slugOf), together(ours.tenant_id, slugOf)]);
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : outcome.value)),
    ['Error: gone', 'Error: gone'],
  );
});
