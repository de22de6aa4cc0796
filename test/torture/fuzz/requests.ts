import { type ActionName, actions, type Role } from '@okno/contract';
import fc from 'fast-check';
import { change, hostile, spoilt } from './hostile.ts';
import { type Ids, type Schema, valid } from './schema.ts';

/** An operation of the OpenAPI document. */
export type Operation = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly inPath: readonly string[];
  readonly inQuery: boolean;
  /** Everything it takes, wherever it stands. */
  readonly input: Schema;
  /** By status: the media types of its answers. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
};

type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema };
type Described = {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
};

const operationOf = (method: string, path: string, described: Described): Operation => {
  const given = (described.parameters ?? []).filter((one) => one.in !== 'header');
  const body = described.requestBody?.content['application/json']?.schema ?? {};
  const inPath = given.filter((one) => one.in === 'path').map(({ name }) => name);
  return {
    name: described.operationId,
    method: method.toUpperCase(),
    path,
    inPath,
    inQuery: method === 'get',
    input: {
      type: 'object',
      properties: { ...Object.fromEntries(given.map(({ name, schema }) => [name, schema])), ...body.properties },
      required: [...given.filter(({ required }) => required).map(({ name }) => name), ...(body.required ?? [])],
    },
    answers: Object.fromEntries(
      Object.entries(described.responses).map(([status, { content = {} }]) => [status, Object.keys(content)]),
    ),
  };
};

/** All operations of the document, health left out: it asks nothing. */
export const operationsOf = (document: { readonly paths: Readonly<Record<string, object>> }): Operation[] =>
  Object.entries(document.paths)
    .filter(([path]) => path !== '/health')
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => operationOf(method, path, described as Described)),
    );

/** A request as it is sent. */
export type Sent = {
  readonly operation: Operation;
  readonly role: Role;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
};

/** `{"__proto__":1}` survives, and a lone surrogate is written as its escape. */
const write = (value: unknown): string => JSON.stringify(value) ?? 'null';

const inAddress = (value: unknown): string => {
  const text = typeof value === 'string' ? value : write(value);
  // Dots alone are steps between folders: whoever sends an address goes these steps before, and asks for another one.
  return encodeURIComponent(text.toWellFormed()).replace(/^\.{1,2}$/, 'x');
};

const plain = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

const BROKEN = [
  '',
  '{',
  '{"a":',
  '[',
  'null',
  '1',
  '"x"',
  '{"a":1}}',
  '{a:1}',
  "{'a':1}",
  '\u0000',
  '{"a":NaN}',
  '{"a":1,}',
  '/**/{}',
];

const TYPES = [
  'text/plain',
  'application/xml',
  'multipart/form-data',
  'application/json; charset=latin1',
  'application/JSON',
  ';',
  'a/b/c',
];

const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom(...TYPES).map((type) => ({ 'content-type': type })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('text/html', '*/*;q=0', 'application/json', '', 'x').map((accept) => ({ accept })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('a', 'b', 'x'.repeat(201), 'é', 'a b').map((key) => ({ 'idempotency-key': key })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('ru', 'en', 'xx', 'ru-RU,en;q=0', '*').map((one) => ({ 'accept-language': one })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('nobody', '__proto__', 'x'.repeat(500), '%00').map((slug) => ({ 'x-tenant': slug })),
  },
);

/** How a role says who it is, and for whom an action is asked that only comes in chats. */
export type Faces = {
  readonly headers: (role: Role) => Readonly<Record<string, string>>;
  readonly envelope: (role: Role, name: string, input: unknown) => unknown;
};

type Wish = {
  readonly operation: Operation;
  readonly role: Role;
  readonly input: unknown;
  readonly odd: Record<string, string>;
};

const PROGRAMS: readonly Role[] = ['guest', 'bot', 'assistant'];

/** People come in chats: what they ask for travels in the envelope of a far bot. */
const asPerson = ({ operation, role, input, odd }: Wish, faces: Faces): Sent => ({
  ...{ operation, role, method: 'POST', url: '/api/v1/internal/call' },
  headers: { 'content-type': 'application/json', ...odd, ...faces.headers(role) },
  payload: write(faces.envelope(role, operation.name, input)),
});

const asProgram = ({ operation, role, input, odd }: Wish, faces: Faces): Sent => {
  const fields = plain(input);
  const url = operation.path.replace(/\{(\w+)\}/g, (_, field: string) => inAddress(fields[field] ?? 'x'));
  const others = Object.fromEntries(Object.entries(fields).filter(([field]) => !operation.inPath.includes(field)));
  const query = Object.entries(others).map(([field, value]) => `${inAddress(field)}=${inAddress(value)}`);
  const search = operation.inQuery && query.length > 0 ? `?${query.join('&')}` : '';
  const isObject = fields === input;
  return {
    ...{ operation, role, method: operation.method, url: `/api/v1${url}${search}` },
    headers: { ...(!operation.inQuery && { 'content-type': 'application/json' }), ...faces.headers(role), ...odd },
    ...(!operation.inQuery && { payload: write(isObject ? others : input) }),
  };
};

type Others = { readonly ids: (operation: string) => Ids; readonly roles: readonly Role[]; readonly faces: Faces };

/** Those who may ask three times as often as those who may not. */
const roleFor = ({ name }: Operation, roles: readonly Role[]): fc.Arbitrary<Role> => {
  const allowed: readonly Role[] = actions[name as ActionName].roles;
  const may = roles.filter((role) => allowed.includes(role));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...may) },
    { weight: 1, arbitrary: fc.constantFrom(...roles) },
  );
};

const wishFor = (operation: Operation, { ids, roles, faces }: Others): fc.Arbitrary<Sent> => {
  const right = valid(operation.input, '', ids(operation.name));
  const input = fc.oneof(
    { weight: 6, arbitrary: right },
    { weight: 5, arbitrary: fc.tuple(right, change).map(([value, one]) => spoilt(value, one)) },
    { weight: 1, arbitrary: hostile },
  );
  return fc
    .record({ operation: fc.constant(operation), role: roleFor(operation, roles), input, odd: oddHeaders })
    .map((wish) => (PROGRAMS.includes(wish.role) ? asProgram(wish, faces) : asPerson(wish, faces)));
};

/** Requests for any of the operations: some as they should be, half of them with something wrong, the rest nonsense. */
export const requests = (operations: readonly Operation[], others: Others): fc.Arbitrary<Sent> => {
  const wished = fc.oneof(...operations.map((operation) => wishFor(operation, others)));
  const broken = fc
    .tuple(wished, fc.constantFrom(...BROKEN))
    .map(([sent, payload]) => (sent.payload === undefined ? sent : { ...sent, payload }));
  return fc.oneof({ weight: 20, arbitrary: wished }, { weight: 1, arbitrary: broken });
};
