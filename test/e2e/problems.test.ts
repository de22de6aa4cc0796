import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Action, actions, isGet, Problem } from '@okno/contract';
import fc from 'fast-check';
import { contentsOf } from './support/database.ts';
import { type Answer, ask } from './support/rest.ts';
import { openStudio } from './support/studio.ts';

/** Those that a guest or a program may ask for. */
const REACHABLE = Object.entries<Action>(actions).filter(([, { roles }]) =>
  roles.some((role) => ['guest', 'bot', 'assistant'].includes(role)),
);

const nonsense = fc.oneof(
  fc.constantFrom<unknown>('', 'x', '\u200b', 'a\u0000b', '2026-02-30', '2026-05-01', '2026-05-01T07:00:00Z', '25:00'),
  fc.constantFrom<unknown>('0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b', 'FREQ=HOURLY', 'Mars/Base', 'http://10.0.0.1/a.ics'),
  fc.constantFrom<unknown>(-1, 0, 1.5, 1e12, true, null, [], {}, [''], [{}], ['2026'], { a: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Some of an action's fields, and perhaps one it has never heard of. */
const inputOf = ({ input }: Action) =>
  fc.record(
    { ...Object.fromEntries(Object.keys(input.shape).map((field) => [field, nonsense])), nonsense },
    { requiredKeys: [] },
  );

const send = (api: string, action: Action, input: Readonly<Record<string, unknown>>): Promise<Answer> => {
  const [method = '', pattern = ''] = action.http.split(' ');
  const inPath = new Set<string>();
  const path = pattern.replace(/\{(\w+)\}/g, (_, field: string) => {
    inPath.add(field);
    const value = String(input[field] ?? 'x');
    return value === '' || /^\.+$/.test(value) ? 'x' : encodeURIComponent(value.toWellFormed().slice(0, 60));
  });
  const others = Object.entries(input).filter(([field]) => !inPath.has(field));
  const headers = { 'accept-language': 'ru' };
  if (!isGet(action)) return ask(api, path, { method, headers, body: Object.fromEntries(others) });
  const query = new URLSearchParams(others.map(([field, value]) => [field, String(value).toWellFormed()]));
  return ask(api, `${path}?${query}`, { method, headers });
};

/** Throws when a refusal is not as it is described, or is not in Russian. */
const assertProblem = (answer: Answer, told: string): void => {
  const { success, data, error } = Problem.safeParse(answer.body);
  assert.ok(success, `${told} ${error?.message}`);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, told);
  assert.match(data.title, /[а-я]/, told);
  if (answer.status !== 400) return;
  const { errors = [], field, rule, detail = '' } = data;
  assert.deepEqual(errors[0], { field, rule }, told);
  for (const one of errors) assert.match(one.rule, /[а-я]/, told);
  assert.match(detail, /[а-я]/, told);
};

test('every route answers nonsense in one shape, in the language of the reader, and nothing is changed', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const api = `${studio.server.url}/api/v1`;
  const before = await contentsOf(studio.rows);
  let refused = 0;
  for (const [name, action] of REACHABLE) {
    for (const input of fc.sample(inputOf(action), { numRuns: 12, seed: 7 })) {
      const answer = await send(api, action, input);
      const told = `${name} ${JSON.stringify(input)}: ${answer.status} ${JSON.stringify(answer.body)}`;
      assert.ok(answer.status < 500, told);
      if (answer.status >= 400) assertProblem(answer, told);
      if (answer.status === 400) refused += 1;
    }
  }
  assert.ok(refused > REACHABLE.length * 4, `only ${refused} were refused for their fields`);
  assert.deepEqual(await contentsOf(studio.rows), before);
  studio.log.assertCalm();
});
