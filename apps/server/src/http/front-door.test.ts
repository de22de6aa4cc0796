import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { createTexts, Problem } from '@okno/contract';
import { createLaneOf } from '../load/bounded.ts';
import { createFrontDoor } from './front-door.ts';

/** A front door before which everybody waits in vain whose lane is among `hopeless`. */
const open = (hopeless: readonly string[], only?: string) => {
  const state = { refused: 0 };
  const laneOf = createLaneOf((caller) => ('tenant' in caller ? (caller.tenant ?? only) : undefined));
  const gate = {
    pass: async <T>(_lane: string, _patience_ms: number, work: () => Promise<T>) => work(),
    isHopeless: (lane: string) => hopeless.includes(lane),
    noteRefused: () => {
      state.refused += 1;
    },
    load: () => ({ working: 0, waiting: 0, refused: state.refused }),
  };
  const door = createFrontDoor({ gate, laneOf, patience_ms: 250, texts: createTexts() });
  const answerOf = (headers: Record<string, string>, url = '/api/v1/services') => {
    const answer = { status: 200, headers: {} as Record<string, string | number>, body: '' };
    const response = {
      writeHead: (status: number, told: Record<string, string | number>) => {
        Object.assign(answer, { status, headers: told });
        return response;
      },
      end: (body: string) => {
        answer.body = body;
        return response;
      },
    };
    // Of a request and its answer nothing else is looked at.
    door({ url, headers } as unknown as IncomingMessage, response as unknown as ServerResponse);
    return answer;
  };
  const statusOf = (headers: Record<string, string>, url = '/api/v1/services'): number => {
    const { status } = answerOf(headers, url);
    return status;
  };
  return { statusOf, answerOf, state };
};

test('whoever would wait in vain is refused at the door, and only they', () => {
  const { statusOf, state } = open(['busy']);
  assert.deepEqual(
    [statusOf({ 'x-tenant': 'busy' }), statusOf({ 'x-tenant': 'quiet' }), statusOf({})],
    [503, 200, 200],
  );
  assert.equal(statusOf({ 'x-tenant': 'busy' }, '/api/v1/health'), 200);
  assert.equal(state.refused, 1);
});

test('whose key it is, is found out behind the door, unless the business is named beside it', () => {
  const { statusOf } = open(['busy', 'unknown']);
  assert.equal(statusOf({}), 503);
  for (const name of ['x-service-key', 'x-api-key', 'authorization'])
    assert.equal(statusOf({ [name]: 'k' }), 200, name);
  assert.equal(statusOf({ 'x-service-key': 'k', 'x-tenant': 'busy' }), 503);
});

test('the only business is one like others', () => {
  const { statusOf } = open(['busy'], 'busy');
  assert.equal(statusOf({}), 503);
});

test('the refusal is a problem document in the language of whoever asks, with an id of its own', () => {
  const { answerOf } = open(['busy']);
  const [one, two] = ['en', 'ru'].map((language) => answerOf({ 'x-tenant': 'busy', 'accept-language': language }));
  assert.ok(one && two);
  for (const { headers, body } of [one, two]) {
    const problem = Problem.parse(JSON.parse(body));
    assert.deepEqual([problem.code, problem.status, problem.instance], ['unavailable', 503, headers['x-request-id']]);
    assert.equal(headers['content-length'], Buffer.byteLength(body));
    assert.equal(headers['retry-after'], '1');
  }
  assert.notEqual(JSON.parse(one.body).title, JSON.parse(two.body).title);
  assert.notEqual(one.headers['x-request-id'], two.headers['x-request-id']);
});
