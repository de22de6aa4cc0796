import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createMemoryKeyValue, type KeyValue } from '@okno/contract';
import { createPostgresKeyValue } from '../../kv/postgres.ts';
import { createSecrets } from '../../secrets.ts';
import { testBackend } from '../../test-support/backend.ts';
import { openStudio, refusalOf } from '../../test-support/studio.ts';
import { createCodes } from './codes.ts';
import { CODE_MS, MAX_CODES, MAX_STARTS } from './rules.ts';

const world = await testBackend({ after });
const NOW = 1_930_000_000_000;
const HERE = { device: 'Firefox, Linux', now: NOW };
const OLGA = { bot_id: 7, telegram_id: 1001 };

/** Another six digits than these. */
const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

type Shop = { readonly store: KeyValue; readonly tenant_id: string; readonly other_tenant_id: string };

/** Every sentence holds in each of the stores. */
const CASES: Readonly<Record<string, (shop: Shop) => Promise<void>>> = {
  'a code works for whoever has the ticket, once': async ({ store, tenant_id }) => {
    const codes = createCodes({ store, secrets });
    const { ticket, fingerprint } = await codes.begin({ tenant_id, address: 'once', ...HERE });
    const { code = '' } = (await codes.tell({ tenant_id, now: NOW, fingerprint, ...OLGA })) ?? {};
    assert.match(code, /^\d{6}$/);
    assert.deepEqual(await codes.redeem({ tenant_id, now: NOW, ticket, code }), OLGA);
    const { code: refused, params } = await refusalOf(codes.redeem({ tenant_id, now: NOW, ticket, code }));
    assert.deepEqual([refused, params], ['wrong_code', { left: 0 }]);
  },
  'of many who come with the right code at once one is let in': async ({ store, tenant_id }) => {
    const codes = createCodes({ store, secrets });
    const { ticket, fingerprint } = await codes.begin({ tenant_id, address: 'many', ...HERE });
    const { code = '' } = (await codes.tell({ tenant_id, now: NOW, fingerprint, ...OLGA, telegram_id: 1 })) ?? {};
    const tries = Array.from({ length: 10 }, () => codes.redeem({ tenant_id, now: NOW, ticket, code }));
    const ended = await Promise.allSettled(tries);
    assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 1);
  },
  'after five wrong codes the right one does not work, however simultaneous they were': async ({
    store,
    tenant_id,
  }) => {
    const codes = createCodes({ store, secrets });
    const { ticket, fingerprint } = await codes.begin({ tenant_id, address: 'five', ...HERE });
    const { code = '' } = (await codes.tell({ tenant_id, now: NOW, fingerprint, ...OLGA, telegram_id: 2 })) ?? {};
    const wrong = { tenant_id, now: NOW, ticket, code: otherThan(code) };
    const refusals = await Promise.all(Array.from({ length: 5 }, () => refusalOf(codes.redeem(wrong))));
    assert.deepEqual(refusals.map(({ params }) => params['left']).sort(), [0, 1, 2, 3, 4]);
    assert.equal((await refusalOf(codes.redeem({ ...wrong, code }))).code, 'wrong_code');
    assert.equal(await codes.tell({ tenant_id, now: NOW, fingerprint, ...OLGA, telegram_id: 2 }), undefined);
  },
  'control: after four the right one still works': async ({ store, tenant_id }) => {
    const codes = createCodes({ store, secrets });
    const { ticket, fingerprint } = await codes.begin({ tenant_id, address: 'four', ...HERE });
    const { code = '' } = (await codes.tell({ tenant_id, now: NOW, fingerprint, ...OLGA, telegram_id: 3 })) ?? {};
    for (let time = 0; time < 4; time += 1)
      await refusalOf(codes.redeem({ tenant_id, now: NOW, ticket, code: otherThan(code) }));
    assert.equal((await codes.redeem({ tenant_id, now: NOW, ticket, code })).telegram_id, 3);
  },
  'a code works for ten minutes, and a link as long': async ({ store, tenant_id }) => {
    const codes = createCodes({ store, secrets });
    const { ticket, fingerprint } = await codes.begin({ tenant_id, address: 'ten', ...HERE });
    const who = { ...OLGA, telegram_id: 4 };
    const later = NOW + CODE_MS - 1;
    const { code = '', ends_at } = (await codes.tell({ tenant_id, now: later, fingerprint, ...who })) ?? {};
    assert.equal(ends_at, later + CODE_MS);
    const late = codes.redeem({ tenant_id, now: later + CODE_MS, ticket, code });
    assert.equal((await refusalOf(late)).code, 'wrong_code');
    assert.equal((await codes.redeem({ tenant_id, now: later + CODE_MS - 1, ticket, code })).telegram_id, 4);
    const other = await codes.begin({ tenant_id, address: 'ten', ...HERE });
    assert.equal(await codes.tell({ tenant_id, now: NOW + CODE_MS, ...other, ...who }), undefined);
  },
  'the first who follows a link has it; a newer code takes the place of the older': async ({ store, tenant_id }) => {
    const codes = createCodes({ store, secrets });
    const { ticket, fingerprint } = await codes.begin({ tenant_id, address: 'first', ...HERE });
    const told = { tenant_id, now: NOW, fingerprint };
    const one = await codes.tell({ ...told, ...OLGA, telegram_id: 5 });
    assert.equal(await codes.tell({ ...told, ...OLGA, telegram_id: 6 }), undefined);
    const two = await codes.tell({ ...told, ...OLGA, telegram_id: 5 });
    assert.ok(one && two);
    if (one.code !== two.code)
      assert.equal((await refusalOf(codes.redeem({ ...told, ticket, code: one.code }))).code, 'wrong_code');
    assert.equal((await codes.redeem({ ...told, ticket, code: two.code })).telegram_id, 5);
  },
  'a code is nothing in another business, for another ticket, and for whoever has the link only': async (shop) => {
    const { store, tenant_id, other_tenant_id } = shop;
    const codes = createCodes({ store, secrets });
    const { ticket, fingerprint } = await codes.begin({ tenant_id, address: 'own', ...HERE });
    const other = await codes.begin({ tenant_id, address: 'own', ...HERE });
    const who = { ...OLGA, telegram_id: 7 };
    assert.equal(await codes.tell({ tenant_id: other_tenant_id, now: NOW, fingerprint, ...who }), undefined);
    const { code = '' } = (await codes.tell({ tenant_id, now: NOW, fingerprint, ...who })) ?? {};
    for (const given of [
      { tenant_id: other_tenant_id, ticket },
      { tenant_id, ticket: other.ticket },
      { tenant_id, ticket: fingerprint },
      { tenant_id, ticket: ticket.slice(1) },
    ])
      assert.equal((await refusalOf(codes.redeem({ now: NOW, code, ...given }))).code, 'wrong_code');
    assert.equal((await codes.redeem({ now: NOW, code, tenant_id, ticket })).telegram_id, 7);
  },
  'as long as nobody was told a code, every code is wrong': async ({ store, tenant_id }) => {
    const codes = createCodes({ store, secrets });
    const { ticket } = await codes.begin({ tenant_id, address: 'nobody', ...HERE });
    const { code, params } = await refusalOf(codes.redeem({ tenant_id, now: NOW, ticket, code: '000000' }));
    assert.deepEqual([code, params], ['wrong_code', { left: 4 }], 'as if one had been told');
  },
  'one person, and one address, ask only so often': async ({ store, tenant_id, other_tenant_id }) => {
    const codes = createCodes({ store, secrets });
    const begin = (address: string, tenant = tenant_id) => codes.begin({ tenant_id: tenant, address, ...HERE });
    const { fingerprint } = await begin('often');
    const tell = (telegram_id: number) => codes.tell({ tenant_id, now: NOW, fingerprint, ...OLGA, telegram_id });
    for (let time = 0; time < MAX_CODES; time += 1) assert.ok(await tell(8));
    const { code, params } = await refusalOf(tell(8));
    assert.equal(code, 'too_many_requests');
    assert.ok(Number(params['after_seconds']) > 0);
    for (let time = 1; time < MAX_STARTS; time += 1) await begin('often');
    assert.equal((await refusalOf(begin('often'))).code, 'too_many_requests');
    await begin('elsewhere');
    await begin('often', other_tenant_id);
  },
};

const secrets = createSecrets([Buffer.alloc(32, 7)]);

for (const [what, run] of Object.entries(CASES)) {
  test(`in memory: ${what}`, async () => {
    const store = createMemoryKeyValue(() => performance.now());
    await run({ store, tenant_id: 'one', other_tenant_id: 'other' });
  });
  test(`in PostgreSQL: ${what}`, async () => {
    const [{ tenant_id }, other] = [await openStudio(world), await openStudio(world)];
    const store = createPostgresKeyValue(world.pool);
    await run({ store, tenant_id, other_tenant_id: other.tenant_id });
    await store.close();
  });
}

test('of a code nothing is kept by which it could be found out, nor of the ticket', async () => {
  const kept: string[] = [];
  const memory = createMemoryKeyValue(() => performance.now());
  const store: KeyValue = {
    ...memory,
    compareAndSet: (key, exchange) => {
      kept.push(key.text, exchange.to ?? '');
      return memory.compareAndSet(key, exchange);
    },
  };
  const codes = createCodes({ store, secrets });
  const { ticket, fingerprint } = await codes.begin({ tenant_id: 'one', address: 'a', ...HERE });
  const { code = '?' } = (await codes.tell({ tenant_id: 'one', now: NOW, fingerprint, ...OLGA })) ?? {};
  assert.equal(kept.length, 2);
  assert.ok(kept.every((text) => !text.includes(ticket) && !text.includes(`"${code}"`)));
  const guessing = createCodes({ store, secrets: createSecrets([Buffer.alloc(32, 8)]) });
  assert.equal(
    (await refusalOf(guessing.redeem({ tenant_id: 'one', now: NOW, ticket, code }))).code,
    'wrong_code',
    'without the key of the installation not even the right code fits what is kept',
  );
});

test('codes come from the whole of six digits', async () => {
  const codes = createCodes({ store: createMemoryKeyValue(() => performance.now()), secrets });
  const told = new Set<string>();
  for (let person = 0; person < 300; person += 1) {
    const asked = { tenant_id: 'one', now: NOW, address: String(person), device: '' };
    const { fingerprint } = await codes.begin(asked);
    const { code = '' } = (await codes.tell({ ...asked, fingerprint, ...OLGA, telegram_id: person + 1 })) ?? {};
    told.add(code);
  }
  assert.ok(told.size > 290, `${told.size} different ones of 300`);
  assert.equal(new Set([...told].map(([first]) => first)).size, 10);
});
