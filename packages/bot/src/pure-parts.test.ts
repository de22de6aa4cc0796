import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTexts } from '@okno/contract';
import fc from 'fast-check';
import { GrammyError, HttpError } from 'grammy';
import { createFakeBackend, HAIRCUT } from './fake-backend.test.ts';
import { escapeHtml } from './html.ts';
import { botKey } from './keys.ts';
import { deliveryOf, troubleOf } from './telegram-errors.ts';
import { timelineOf } from './timeline.ts';
import { fit, pageOf } from './view.ts';
import { createVoice } from './voice.ts';

const refusal = (error_code: number, description: string, parameters = {}) =>
  new GrammyError("Call to 'x' failed!", { ok: false, error_code, description, parameters }, 'x', {});
const network = (cause: unknown) => new HttpError("Network request for 'x' failed!", cause);
const coded = (code: string) => Object.assign(new Error('x'), { code });

test('escaped text contains no markup and loses nothing', () => {
  assert.equal(escapeHtml('<b>&"'), '&lt;b&gt;&amp;"');
  fc.assert(
    fc.property(fc.string(), (text) => {
      const escaped = escapeHtml(text);
      assert.doesNotMatch(escaped, /[<>]/);
      const back = escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
      assert.equal(back, text);
    }),
  );
});

test('messages escape what they are given, buttons do not', () => {
  const voice = createVoice(createTexts(), 'en', 0);
  assert.match(voice.say('menu.title', { business: '<b>&' }), /^<b>&lt;b&gt;&amp;<\/b>/);
  assert.match(voice.label('menu.title', { business: '<i>&' }), /^<b><i>&<\/b>/);
});

test('a telephone number is not broken at its blanks, and is copied with the hyphens it has', () => {
  const voice = createVoice(createTexts(), 'en', 0);
  const phone = '+7 495 123-45-67';
  for (const text of [voice.say('booking.phone', { phone }), voice.label('refusal.call', { phone })])
    assert.ok(text.includes('+7\u00a0495\u00a0123-45-67'), text);
});

test('a label is cut between characters, never inside one', () => {
  assert.equal(fit('Haircut', 7), 'Haircut');
  assert.equal(fit('Haircut and more', 9), 'Haircut…');
  assert.equal(fit('💇💇💇💇', 3), '💇💇…');
});

test('a page beyond the end is the last one', () => {
  assert.deepEqual(pageOf([1, 2, 3], 9, 2), { items: [3], page: 1, pages: 2 });
  assert.deepEqual(pageOf([], 3, 2), { items: [], page: 0, pages: 1 });
});

test('every key contains its bot', () => {
  assert.equal(botKey(7, 'me', 5), '7:me:5');
  assert.notEqual(botKey(7, 'me', 5), botKey(8, 'me', 5));
});

test('what Telegram says is understood', () => {
  for (const [error, kind] of [
    [refusal(400, 'Bad Request: message is not modified: specified new message content…'), 'same'],
    [refusal(400, 'Bad Request: message to edit not found'), 'gone'],
    [refusal(400, "Bad Request: message can't be edited"), 'gone'],
    [refusal(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid'), 'stale_tap'],
    [refusal(400, 'Bad Request: message text is empty'), 'refused'],
    [refusal(403, 'Forbidden: bot was blocked by the user'), 'unreachable'],
    [refusal(401, 'Unauthorized'), 'revoked'],
    [refusal(404, 'Not Found'), 'revoked'],
    [refusal(429, 'Too Many Requests: retry after 5', { retry_after: 5 }), 'wait'],
    [refusal(502, 'Bad Gateway'), 'away'],
    [network(coded('ECONNREFUSED')), 'away'],
    [network(new TypeError('fetch failed', { cause: coded('UND_ERR_CONNECT_TIMEOUT') })), 'away'],
    [network(new Error("Request to 'x' timed out after 5 seconds")), 'uncertain'],
    [network(coded('ECONNRESET')), 'uncertain'],
  ] as const) {
    assert.equal(troubleOf(error)?.kind, kind, error.message);
  }
  assert.equal(troubleOf(new TypeError('ours')), undefined);
});

test('deliveries end as the contract names it', () => {
  const status = (error: unknown, repeatable = false) => deliveryOf(error, repeatable).status;
  assert.deepEqual(deliveryOf(refusal(429, 'x', { retry_after: 5 }), false), {
    status: 'paused',
    after_ms: 5000,
    reason: "GrammyError: Call to 'x' failed! (429: x)",
  });
  assert.equal(status(refusal(403, 'x')), 'unreachable');
  assert.equal(status(refusal(401, 'x')), 'revoked');
  assert.equal(status(refusal(400, 'x')), 'failed');
  assert.equal(status(refusal(500, 'x')), 'retry');
  assert.equal(status(network(coded('ECONNREFUSED'))), 'retry');
  assert.equal(status(network(new Error('timed out'))), 'uncertain');
  assert.equal(status(network(new Error('timed out')), true), 'retry', 'an edit may be repeated');
  assert.equal(status(new TypeError('ours')), 'failed');
});

test('a day is made of its bookings and the gaps between them', () => {
  const backend = createFakeBackend();
  const [early, late] = ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z'].map((starts_at) =>
    backend.book({ service_id: HAIRCUT, starts_at }),
  );
  assert.ok(early && late);
  const working = [
    { starts_at: '2026-03-02T07:00:00Z', ends_at: '2026-03-02T10:30:00Z' },
    { starts_at: '2026-03-02T11:03:00Z', ends_at: '2026-03-02T15:00:00Z' },
  ];
  const shown = timelineOf(working, [late, { ...early, status: 'cancelled' }, early]).map(({ kind, from, to }) => [
    kind,
    new Date(from).toISOString().slice(11, 16),
    new Date(to).toISOString().slice(11, 16),
  ]);
  assert.deepEqual(shown, [
    ['free', '07:00', '09:00'],
    ['booking', '09:00', '10:00'],
    ['booking', '10:00', '11:00'],
    ['free', '11:03', '15:00'],
  ]);
});
