import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { createTexts } from '@okno/contract';
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
  const statusOf = (headers: Record<string, string>, url = '/api/v1/services'): number => {
    let status = 200;
    const response = {
      writeHead: (code: number) => {
        status = code;
        return response;
      },
      end: () => response,
    };
    // Of a request and its answer nothing else is looked at.
    door({ url, headers } as unknown as IncomingMessage, response as unknown as ServerResponse);
    return status;
  };
  return { statusOf, state };
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
