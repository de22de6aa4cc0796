import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { ERRORS, type ErrorCode, Problem } from '@okno/contract';
import type { Answer } from './rest.ts';
import { openStudio, type Studio } from './studio.ts';

/** The demo business, and where its REST API is. */
export const openApi = async (t: TestContext): Promise<{ studio: Studio; api: string }> => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  return { studio, api: `${studio.server.url}/api/v1` };
};

/** A refusal of this code, told as every refusal is. */
export const assertProblem = ({ status, body, headers }: Answer, code: ErrorCode): void => {
  assert.equal(body['code'], code, JSON.stringify(body));
  assert.equal(status, ERRORS[code]);
  assert.equal(body['status'], status);
  assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(body['instance'], headers.get('x-request-id'));
  assert.match(String(body['title']), /\S/);
  assert.equal(Problem.safeParse(body).error?.message, undefined);
};
