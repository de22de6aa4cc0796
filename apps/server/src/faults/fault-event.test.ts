import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { createStackParser } from '@sentry/core';
import { nodeStackLineParser } from '@sentry/core/server';
import fc from 'fast-check';
import { sameness, toFaultEvent } from './fault-event.ts';

const parse = createStackParser(nodeStackLineParser());
const read = (stack: string) => parse(stack);

const thrownBy = (message: string, extra: object = {}): Error => Object.assign(new TypeError(message), extra);

test('a fault is told by its kind, its place in the program and the id of its request', () => {
  const event = toFaultEvent(
    { event: 'fault', action: 'bookings.create', request_id: 'abc-12345', err: thrownBy('no') },
    read,
  );
  assert.deepEqual(event?.tags, { event: 'fault', action: 'bookings.create', request_id: 'abc-12345' });
  const [fault] = event?.exceptions ?? [];
  assert.equal(fault?.type, 'TypeError');
  const { filename, function: name, in_app } = fault?.places.at(-1) ?? {};
  assert.deepEqual([filename, name, in_app], ['apps/server/src/faults/fault-event.test.ts', 'thrownBy', true]);
});

test('a message is never told, nor lines of it that look like places', () => {
  const secret = 'Анна +79001234567';
  const imitated = `${secret}\n    at ${secret} (file:///home/anna/x.ts:1:2)\n    at anna (/home/anna/y.js:3:4)`;
  const lines = [
    { event: 'fault', err: thrownBy(imitated) },
    { event: 'fault', err: new Error('outer', { cause: thrownBy(imitated) }) },
    { event: 'update_failed', stack: thrownBy(imitated).stack, reason: imitated },
    { event: 'fault', err: thrownBy('x', { code: secret, constraint: secret, table: 'Анна', detail: secret }) },
    { event: secret, action: secret, request_id: secret, err: thrownBy('x', { name: secret }) },
    { event: 'fault', err: { name: `${secret}Error`, message: secret, stack: 7 } },
    { event: 'fault', err: new AppError('internal', { field: secret }, { cause: thrownBy(imitated) }) },
  ];
  for (const line of lines) {
    const told = JSON.stringify(toFaultEvent(line, read));
    assert.doesNotMatch(told, /Анна|anna|7900/, told);
    assert.match(told, /"places":/);
  }
});

test('whatever an error says, nothing of it is told', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6, unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (words, more) => {
      const secret = `§${words}§`;
      const err = Object.assign(new Error(`${more}${secret}\n    at ${secret}`), { code: secret, detail: secret });
      assert.ok(!JSON.stringify(toFaultEvent({ event: secret, err }, read)).includes('§'));
    }),
  );
});

test('of the database the code and the names of our own schema are told, and what caused a fault', () => {
  const refused = thrownBy('duplicate key', {
    code: '23505',
    constraint: 'clients_tenant_id_phone_key',
    table: 'clients',
  });
  const { exceptions = [] } = toFaultEvent({ event: 'fault', err: new Error('x', { cause: refused }) }, read) ?? {};
  assert.deepEqual(
    exceptions.map(({ value }) => value),
    ['code 23505, constraint clients_tenant_id_phone_key, table clients', ''],
  );
});

test('a line without an error is no fault', () => {
  for (const line of [
    { event: 'bot_revoked', bot_id: 1 },
    { event: 'fault', err: 'words' },
    { event: 'x', err: null },
  ])
    assert.equal(toFaultEvent(line, read), null);
});

test('the same fault at the same place is the same, whoever asked', () => {
  const at = (request_id: string) => thrownAt({ event: 'fault', request_id });
  const thrownAt = (line: object) => toFaultEvent({ ...line, err: thrownBy(JSON.stringify(line)) }, read);
  const [one, two, other] = [at('request-1'), at('request-2'), thrownAt({ event: 'due_failed' })];
  assert.ok(one !== null && two !== null && other !== null);
  assert.equal(sameness(one), sameness(two));
  assert.notEqual(sameness(one), sameness(other));
});
