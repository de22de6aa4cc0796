import { Readable } from 'node:stream';
import { tellsVersion, versionOf } from '@okno/backend';
import {
  type Action,
  type ActionName,
  AppError,
  actions,
  CALL_PATH,
  type Call,
  type Caller,
  isRead,
  type Transport,
} from '@okno/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { placeOf } from './addresses.ts';
import { API_ROOT } from './api-root.ts';
import { callerOf, type Keys, noting, refuseForeignPage, requireSomeServiceKey } from './caller.ts';
import { endingCookie, openingCookie } from './cookies.ts';
import { headerOf } from './header.ts';
import { kindsOf, readQuery } from './query.ts';
import type { Site } from './site.ts';
import { askPatiently, goneWith, type Wakes } from './waiting.ts';

/** `GET /bookings/{id}` → `['GET', '/bookings/:id']`. */
export const routeOf = (action: Action): { method: string; path: string } => {
  const [method = '', path = ''] = action.http.split(' ');
  return { method, path: path.replace(/\{(\w+)\}/g, ':$1') };
};

/** The actions that somebody may ask for by REST; the others would refuse everybody who comes this way. */
export const restActions = (): [ActionName, Action][] =>
  (Object.entries(actions) as [ActionName, Action][]).filter(([, { in_chat }]) => in_chat !== true);

/** Bodies are small: a booking is 300 bytes. */
const BODY_KIB = 64;

/** The largest body of an action, in bytes. */
export const bodyLimitOf = ({ body_kib = BODY_KIB }: Pick<Action, 'body_kib'>): number => body_kib * 1024;

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bodyOf = (request: FastifyRequest): Record<string, unknown> => {
  const { body } = request;
  if (body === undefined || body === null) return {};
  if (!isPlainObject(body)) throw new AppError('invalid_input', { field: 'body', rule: 'must be a JSON object' });
  return body;
};

const refuse = (field: string, rule: string): never => {
  throw new AppError('invalid_input', { field, rule });
};

/** The server reads no body of a GET, so only the headers tell that there is one. */
const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * What stands in the path, and in the query of a GET or the body of everything else.
 * @throws AppError `invalid_input` for a field in the wrong place or in two: it would be dropped or override the other.
 */
const inputOf = (kinds: ReturnType<typeof kindsOf>, request: FastifyRequest): Record<string, unknown> => {
  const params = readQuery(kinds, request.params as Record<string, unknown>);
  const query = request.query as Record<string, unknown>;
  const isGet = request.method === 'GET' || request.method === 'HEAD';
  if (isGet && hasBody(request)) refuse('', 'must be left out of a GET: fields stand in the query');
  const [misplaced] = isGet ? [] : Object.keys(query);
  if (misplaced !== undefined) refuse(misplaced, 'must stand in the body, not in the query');
  const given = isGet ? readQuery(kinds, query) : bodyOf(request);
  const [twice] = Object.keys(given).filter((field) => Object.hasOwn(params, field));
  if (twice !== undefined) refuse(twice, 'stands in the address already');
  return { ...given, ...params };
};

/** A write may carry a key. */
const keyOf = (action: Action, request: FastifyRequest): Pick<Call, 'idempotency_key'> => {
  const key = isRead(action) ? undefined : headerOf(request, 'idempotency-key');
  return key === undefined ? {} : { idempotency_key: key };
};

/** `"a", "b"` → `['a', 'b']`; weak ones (`W/"a"`) never match, as RFC 9110 has it. */
const versionsIn = (header: string): string[] =>
  header.trim() === '*'
    ? ['*']
    : [...header.slice(0, MOST_VERSIONS).matchAll(/(?:^|,)\s*"([^"]*)"/g)].map(([, version = '']) => version);

/** Room for twenty versions and what stands between them. */
const MOST_VERSIONS = 600;

/** From which state of it a change was made. */
const ifMatchOf = (request: FastifyRequest): Pick<Call, 'if_match'> => {
  const header = headerOf(request, 'if-match');
  return header === undefined ? {} : { if_match: versionsIn(header) };
};

export type RestDeps = Keys & {
  readonly call: Transport;
  /** For the further parts of a file that has been begun: a refusal would cut it in the middle. */
  readonly callFurther?: Transport;
  readonly wakes: Wakes;
  /** Ends when the server is being stopped. */
  readonly stopping: AbortSignal;
};

/** @throws AppError `not_acceptable` when whoever asks would not take what we answer with */
const requireJson = (request: FastifyRequest): void => {
  if (!takesJson(request))
    throw new AppError('not_acceptable', { field: 'Accept', rule: 'must allow application/json' });
};

/** Whoever wants a file need not want JSON. */
const takesFile = ({ file }: Action, { headers: { accept = '' } }: FastifyRequest): boolean =>
  file !== undefined && accept.includes(file);

/** A text that is saved and not read here: nobody else's page may take it for one of ours. */
const sendFile = (reply: FastifyReply, { http, file }: Action, text: unknown): FastifyReply =>
  reply
    .type(`${file}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${http.split('/').at(-1)}"`)
    .header('cache-control', 'no-store')
    .send(text);

/** A session's token travels in a cookie, which no script of a page can read, and nowhere else. */
const withCookie = (reply: FastifyReply, { cookie }: Action, result: unknown, site: Site): unknown => {
  if (cookie === 'ends') reply.header('set-cookie', endingCookie(site));
  if (cookie !== 'opens') return result;
  const { token, ...session } = result as { token: string | null; created_at: string; expires_at: string };
  const life = { ends_at: Date.parse(session.expires_at), now: Date.parse(session.created_at) };
  // A request that was repeated is not told the token again.
  if (token !== null) reply.header('set-cookie', openingCookie(site, token, life));
  return { ...session, token: null };
};

/** What is shown to one person is kept by nobody on its way. */
const keepFromOthers = (reply: FastifyReply, { via }: Caller): void => {
  if (via === 'session' || via === 'mini_app') reply.header('cache-control', 'no-store');
};

type Part = { readonly text: string; readonly next: string | null };

/**
 * All parts of a file, the first of which is there already: the next one is asked for when the reader has taken the one
 * before, so that no more than one is in memory. Whoever reads too slowly, or is gone, ends it.
 */
async function* partsOf(first: Part, ask: (after: string) => Promise<unknown>): AsyncGenerator<string> {
  let part = first;
  yield part.text;
  while (part.next !== null) {
    part = (await ask(part.next)) as Part;
    yield part.text;
  }
}

const sendAnswer = (reply: FastifyReply, action: Action, result: unknown): FastifyReply => {
  if (action.file !== undefined) return sendFile(reply, action, result);
  if (action.takes === true || action.cookie !== undefined) reply.header('cache-control', 'no-store');
  if (action.versioned !== undefined && tellsVersion(action))
    reply.header('etag', `"${versionOf(action.versioned, result)}"`);
  return reply.code(action.status ?? 200).send(action.status === 204 ? undefined : result);
};

/** `/reminders/` is meant without its last stroke as well. */
const spellingsOf = (path: string): string[] => (path.endsWith('/') ? [path, path.slice(0, -1)] : [path]);

/** The methods that an address below the root knows, as `Allow` names them. */
export const methodsAt = (path: string): readonly string[] => {
  const methods = ADDRESSES.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  return [...new Set(methods)].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
};

const addressOf = (url: string): RegExp => new RegExp(`^${url.replace(/:\w+/g, '[^/]+')}/?$`);

const ADDRESSES = [
  ...restActions()
    .map(([, action]) => routeOf(action))
    .map(({ method, path }) => ({ method, pattern: addressOf(`${API_ROOT}${path.replace(/\/$/, '')}`) })),
  ...[`${API_ROOT}/health`, `${API_ROOT}/openapi.json`, '/livez', '/readyz', '/docs', '/calendars/:file'].map(
    (url) => ({
      method: 'GET',
      pattern: addressOf(url),
    }),
  ),
  ...[CALL_PATH, '/tg/webhook/:bot', '/mcp'].map((url) => ({ method: 'POST', pattern: addressOf(url) })),
];

/** JSON under any of its names; a list of wishes that leaves it out, or says `q=0`, cannot be met. */
const takesJson = ({ headers: { accept } }: FastifyRequest): boolean =>
  accept === undefined ||
  accept
    .split(',')
    .some((one) => /^\s*(\*\/\*|application\/(\*|json|problem\+json))\s*(;(?!\s*q=0(\.0*)?\s*$).*)?$/i.test(one));

/** Nobody's program says more of itself that is worth reading. */
const MAX_AGENT = 400;

const fromWhere = ({ origin }: Action, request: FastifyRequest): Pick<Call, 'origin'> =>
  origin === true
    ? { origin: { address: placeOf(request.ip), agent: (headerOf(request, 'user-agent') ?? '').slice(0, MAX_AGENT) } }
    : {};

type Route = {
  readonly name: ActionName;
  readonly action: Action;
  readonly path: string;
  readonly kinds: ReturnType<typeof kindsOf>;
};

/** What a request asks for, and who asks. */
const readCall = async (
  { name, action, path, kinds }: Route,
  request: FastifyRequest,
  deps: RestDeps,
): Promise<Call> => {
  const prove = { action: name, onWrongKey: deps.onWrongKey, addresses: deps.addresses };
  const recognise = () =>
    noting(request, prove, async () => {
      if (path.startsWith('/internal/')) requireSomeServiceKey(request);
      const caller = await callerOf(request, deps);
      if (!isRead(action)) refuseForeignPage(request, caller, deps.site);
      return caller;
    });
  // Who has no key here is told so before anything else is looked at.
  const ahead = path.startsWith('/internal/') ? await recognise() : undefined;
  const input = inputOf(kinds, request);
  const caller = ahead ?? (await recognise());
  const made = isRead(action) ? {} : ifMatchOf(request);
  return {
    ...{ name, input, caller, request_id: request.id },
    ...keyOf(action, request),
    ...made,
    ...fromWhere(action, request),
  };
};

/** Every action that REST can reach as a route; what stands in the path, the query and the body are its input. */
export const addRestRoutes = (app: FastifyInstance, deps: RestDeps): void => {
  for (const [name, action] of restActions()) {
    const { method, path } = routeOf(action);
    const route = { name, action, path, kinds: kindsOf(action) };
    const answerTo = (call: Call, reply: FastifyReply) =>
      action.takes === true ? askPatiently(deps, call, goneWith(reply, deps.stopping)) : deps.call(call);
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      if (!takesFile(action, request)) requireJson(request);
      const call = await readCall(route, request, deps);
      const result = await answerTo(call, reply);
      keepFromOthers(reply, call.caller);
      if (action.parts !== true) return sendAnswer(reply, action, withCookie(reply, action, result, deps.site));
      const further = deps.callFurther ?? deps.call;
      const next = (after: string) => further({ ...call, input: { ...(call.input as object), after } });
      return sendFile(reply, action, Readable.from(partsOf(result as Part, next)));
    };
    for (const url of spellingsOf(path))
      app.route({ method, bodyLimit: bodyLimitOf(action), url: `${API_ROOT}${url}`, handler });
  }
};
