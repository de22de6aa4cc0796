import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { actions } from '@okno/contract';
import { openListener } from './testing-app.ts';

const GOLDEN = new URL('../../../../packages/backend/src/db/schema.golden.txt', import.meta.url);

/** Words of which one stands in whatever hears of money. */
const OF_MONEY = /pay|provider|invoice|refund|receipt|capture/i;
/** A booking that waits for money is older than whatever takes it; that a client cannot confirm it is drawn in `rules-states.ts`. */
const KNOWN = /await_payment|pending_payment/;

const heard = (names: readonly string[]): string[] => names.filter((name) => OF_MONEY.test(name) && !KNOWN.test(name));

test('no route, action or table takes the event of a payment provider: whoever adds one shows that it is fetched again', async (t) => {
  const { app } = await openListener(t);
  const routes = app.printRoutes({ commonPrefix: false }).split('\n');
  const tables = [...readFileSync(GOLDEN, 'utf8').matchAll(/^table (\S+)/gm)].map(([, name = '']) => name);
  assert.ok(routes.length > 50 && tables.length > 50, `${routes.length} routes, ${tables.length} tables`);
  assert.deepEqual(heard([...routes, ...Object.keys(actions), ...tables]), []);
});

test('control: such a route, action or table would be noticed', () => {
  const planted = [
    '/payments/events (POST)',
    'payments.confirm',
    'refunds',
    'bookings.await_payment',
    '/services (GET)',
  ];
  assert.deepEqual(heard(planted), ['/payments/events (POST)', 'payments.confirm', 'refunds']);
});
