import type { DatabaseWatch, DueJobs } from '@okno/backend';
import type { BotFace } from '@okno/bot';
import { isActionName, type Transport } from '@okno/contract';
import type { Gate } from '../load/gate.ts';
import type { BotApi } from '../telegram/fetch.ts';
import type { Part, Traces } from './traces.ts';

/** Each of these gives what it was given when nobody wants traces: then they cost nothing, not even a question. */
type Wanted = Traces | null;

/** A door, with a part for every action that goes through it. `kind`: `client` when it leads to another machine. */
export const followCalls = (call: Transport, traces: Wanted, kind: 'client' | 'internal' = 'internal'): Transport => {
  if (traces === null) return call;
  return (asked) => {
    // A far bot may name anything; what is no action of ours must not become a name.
    const name = isActionName(asked.name) ? asked.name : 'unknown';
    const { request_id, caller, attempt = 1 } = asked;
    const facts = {
      'rpc.system': 'okno',
      'rpc.method': name,
      'okno.via': caller.via,
      'okno.request_id': request_id,
      ...(attempt > 1 && { 'okno.attempt': attempt }),
    };
    return traces.span({ name, kind, facts }, () => call(asked));
  };
};

/** The gate, with a part for the time until somebody is let in. */
export const followGate = (gate: Gate, traces: Wanted): Gate => {
  if (traces === null) return gate;
  return {
    ...gate,
    pass: async (lane, patience_ms, work) => {
      const part = traces.begin({ name: 'gate' });
      try {
        return await gate.pass(lane, patience_ms, () => {
          part.end();
          return work();
        });
      } finally {
        part.end();
      }
    },
  };
};

const UPDATE = /^[a-z_]{1,40}$/;

/** What a bot does with an update, and how it brings a message. */
export const followFace = (face: BotFace, traces: Wanted): BotFace => {
  if (traces === null) return face;
  const spec = (account: { readonly bot_info: { readonly id: number } }, update: object) => {
    const kind = Object.keys(update).find((key) => key !== 'update_id') ?? '';
    const name = UPDATE.test(kind) ? kind : 'unknown';
    return { name: `update ${name}`, kind: 'consumer', facts: { 'okno.bot_id': account.bot_info.id } } as const;
  };
  return {
    ...face,
    handleUpdate: (account, update) => traces.span(spec(account, update), () => face.handleUpdate(account, update)),
    answerUpdate: (account, update) => traces.span(spec(account, update), () => face.answerUpdate(account, update)),
    deliver: (account, message, isLate) =>
      traces.span({ name: 'deliver', facts: { 'okno.bot_id': account.bot_info.id } }, async (part) => {
        const delivery = await face.deliver(account, message, isLate);
        part.set({ 'okno.delivery.status': delivery.status });
        return delivery;
      }),
  };
};

/** The method at the end of an address; the token before it is nobody's business. */
const METHOD = /\/([A-Za-z]{1,50})$/;

type Fetch = NonNullable<BotApi['options']['fetch']>;

/** The Bot API, with a part for every call; waiting for updates is none. */
export const followBotApi = (api: BotApi, traces: Wanted): BotApi => {
  const { fetch, apiRoot = '' } = api.options;
  if (traces === null || fetch === undefined) return api;
  const server = new URL(apiRoot).hostname;
  const specOf = (method: string, verb: string) => {
    const facts = { 'http.request.method': verb, 'server.address': server, 'url.template': `/bot{token}/${method}` };
    return { name: method, kind: 'client', facts } as const;
  };
  const ask = async (part: Part, ...[url, request]: Parameters<Fetch>): Promise<Awaited<ReturnType<Fetch>>> => {
    const answer = await fetch(url, request);
    part.set({ 'http.response.status_code': answer.status });
    if (!answer.ok) part.set({ 'error.type': String(answer.status) });
    return answer;
  };
  const followed = (...[url, request]: Parameters<Fetch>) => {
    const method = METHOD.exec(String(url))?.[1] ?? 'unknown';
    if (method === 'getUpdates') return fetch(url, request);
    return traces.span(specOf(method, request?.method ?? 'POST'), (part) => ask(part, url, request));
  };
  const call: BotApi['call'] = (token, method, payload) =>
    traces.span(specOf(method, 'POST'), async (part) => {
      const answer = await api.call(token, method, payload);
      const status = answer.ok ? 200 : answer.error_code;
      part.set({ 'http.response.status_code': status });
      if (!answer.ok) part.set({ 'error.type': String(status) });
      return answer;
    });
  return { ...api, options: { ...api.options, fetch: followed as Fetch }, call };
};

/** What is due, item by item: each is a trace of its own. Those that are run together are one. */
export const followJobs = (jobs: DueJobs, traces: Wanted): DueJobs => {
  if (traces === null) return jobs;
  const { run, together } = jobs;
  const spec = (kind: string, facts: object) =>
    ({ name: `due ${kind}`, kind: 'consumer', root: true, facts: { 'okno.due.kind': kind, ...facts } }) as const;
  return {
    run: (item) =>
      traces.span(spec(item.kind, { 'okno.due.attempt': item.attempt }), async (part) => {
        const result = await run(item);
        part.set({ 'okno.due.done': result.done });
        return result;
      }),
    together: Object.fromEntries(
      Object.entries(together).map(([kind, runAll]) => [
        kind,
        (items: Parameters<typeof runAll>[0]) =>
          traces.span(spec(kind, { 'okno.due.items': items.length }), () => runAll(items)),
      ]),
    ),
  };
};

const summaries = new Map<string, string>();

const WRITES = /\b(insert) into ([a-z_]+)|\b(update) ([a-z_]+)(?: [a-z_]+)?\s+set\b|\b(delete) from ([a-z_]+)/gi;

/** What a statement of ours does: the tables it writes, or the first one that it reads: `insert bookings, update clients`. */
export const summaryOf = (text: string): string => {
  const known = summaries.get(text);
  if (known !== undefined) return known;
  const writes = [...text.matchAll(WRITES)].map((found) => found.slice(1).filter(Boolean).join(' ').toLowerCase());
  const verb = /^\s*(with|select|begin|commit|rollback|notify)\b/i.exec(text)?.[1]?.toLowerCase() ?? 'statement';
  const table = /\bfrom (?!now\b|unnest\b)([a-z_]+)/i.exec(text)?.[1];
  const read = [verb === 'with' ? 'select' : verb, ...(table === undefined ? [] : [table])].join(' ');
  const summary = writes.length > 0 ? [...new Set(writes)].join(', ') : read;
  summaries.set(text, summary);
  return summary;
};

const MOST_SUMMARY = 255;

/** The transactions of a pool and what travels in them. Values are not even given to it. */
export const followDatabase = (traces: Wanted): DatabaseWatch | undefined => {
  if (traces === null) return undefined;
  const facts = { 'db.system.name': 'postgresql' };
  return {
    transaction: (work) => traces.span({ name: 'transaction', facts, inner: true }, work),
    batch: (texts) => {
      const all = texts.map(summaryOf);
      const summary = all.join('; ').slice(0, MOST_SUMMARY);
      const size = all.length > 1 ? { 'db.operation.name': 'BATCH', 'db.operation.batch.size': all.length } : {};
      const name = all.length > 1 ? 'batch' : summary;
      const part = traces.begin({
        name,
        kind: 'client',
        inner: true,
        facts: { ...facts, 'db.query.summary': summary, ...size },
      });
      return (error) => {
        if (error !== null) {
          part.fail(error);
          const { code } = error as { code?: unknown };
          if (typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code))
            part.set({ 'error.type': code, 'db.response.status_code': code });
        }
        part.end();
      };
    },
  };
};
