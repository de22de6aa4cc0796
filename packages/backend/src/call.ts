import {
  type Action,
  type ActionName,
  type Actions,
  AppError,
  actions,
  type Call,
  isActionName,
  isRead,
  type Output,
  type Parsed,
  type Transport,
} from '@okno/contract';
import { admit, type Foresight, type Foresights, isForThem } from './admit.ts';
import type { Aside } from './aside.ts';
import { type Asked, noteRefusal, noteSeen, type OnRefused } from './asked.ts';
import type { Actor, Ctx } from './ctx.ts';
import type { InTenant, LookInTenant, Tx } from './db/tx.ts';
import type { TenantOf } from './directory.ts';
import { isDeadlock, isTakenAfterAll, refusing } from './faults.ts';
import { findAnswer, recallAnswer, rememberAnswer } from './idempotency.ts';
import { actorIdOf, identify, recognise } from './identify.ts';
import { createExplainer, LateRefusal } from './late-refusal.ts';
import { insertAuditEntry } from './modules/audit/index.ts';
import { subjectIn, throughOf } from './trace.ts';
import { createTurns, type Rivalries, type Rivalry } from './turns.ts';
import { guardVersion } from './versions.ts';

type Handler<N extends ActionName> = (ctx: Ctx, input: Parsed<Actions[N]>) => Promise<Output<Actions[N]> | KeptRefusal>;

/**
 * A refusal that is returned and not thrown: what the handler has written stays, such as a wrong code that counts. The
 * caller is refused when it is committed.
 */
export class KeptRefusal {
  readonly error: AppError;
  constructor(error: AppError) {
    this.error = error;
  }
}

/** One handler for every action of the contract. */
export type Handlers = { readonly [N in ActionName]: Handler<N> };

/** The handlers one module owes: a missing one, a surplus one or a wrong answer does not compile. */
export type HandlersOf<M extends string> = { readonly [N in Extract<ActionName, `${M}.${string}`>]: Handler<N> };

/** Hears of everything thrown that is no refusal: a bug, or a database that is away. */
export type OnFault = (error: unknown, call: { name: string; request_id: string }) => void;

type Deps = {
  readonly inTenant: InTenant;
  readonly lookInTenant: LookInTenant;
  /** The same, shared by those who look at the same moment. */
  readonly lookTogether: LookInTenant;
  /** Where what may be a little old is asked; null: there is no such place. */
  readonly aside: Aside | null;
  readonly tenantOf: TenantOf;
  readonly handlers: Handlers;
  readonly foresights: Foresights;
  readonly rivalries: Rivalries;
  readonly onFault: OnFault;
  readonly onRefused: OnRefused;
};

/** The one door: identify → allowed? → parse → transaction → handler → audit → commit. Throws AppError only. */
export const createCall = (deps: Deps): Transport => {
  const door: Door = { ...deps, explain: createExplainer(deps.lookInTenant), inTurn: createTurns() };
  return (call) =>
    refusing(
      call.name,
      async () => {
        if (!isActionName(call.name)) throw new AppError('not_found', { what: 'action' });
        return enter(door, call, call.name);
      },
      (error) => deps.onFault(error, call),
    );
};

type Door = Deps & {
  readonly explain: ReturnType<typeof createExplainer>;
  readonly inTurn: ReturnType<typeof createTurns>;
};

const enter = async (deps: Door, call: Call, name: ActionName): Promise<unknown> => {
  checkKey(call.idempotency_key);
  const tenant_id = await deps.tenantOf(call.caller);
  const asked: Asked = { tenant_id, call, name, actor: undefined, careful: false };
  try {
    const answer = await puttingIntoWords(deps, tenant_id, () => askInTurn(deps, asked));
    // What was done is done: neither is it done again nor is its answer lost when this cannot be written down.
    await noteSeen(deps, asked).catch((error: unknown) => deps.onFault(error, call));
    return answer;
  } catch (error) {
    noteRefusal(deps, asked, error);
    throw error;
  }
};

/** Of those who want the same at once one asks, and the others first look whether they have lost (docs/decisions/double-booking.md). */
const askInTurn = async (deps: Door, asked: Asked): Promise<unknown> => {
  const { tenant_id, name, call } = asked;
  const go = () => trying(asked, () => ask(deps, asked));
  const prize = deps.rivalries[name]?.prize(call.input) ?? null;
  if (prize === null) return go();
  return deps.inTurn(`${tenant_id} ${prize}`, go, () => lookIfLost(deps, asked));
};

/**
 * Whoever would be refused is refused by a look; null: they would not. What was asked before with the same key is looked for
 * when everything else has been read: if it is this call itself that has taken what is taken, its answer is there by then.
 */
const lookIfLost = async (
  { lookTogether, rivalries, aside }: Deps,
  asked: Asked,
): Promise<{ answer: unknown } | null> => {
  const { tenant_id, call, name } = asked;
  const rivalry = rivalries[name] as Rivalry<never> | undefined;
  const known = await lookTogether(tenant_id, async (tx) => {
    const admitted = await admit(asked, tx, recognise(tx, tenant_id, call.caller), { foresight: rivalry?.foresee });
    if (admitted === null) return null;
    const { ctx, input } = admitted;
    try {
      await rivalry?.refuse(ctx, input as never);
      return null;
    } catch (refusal) {
      const answered = await findAnswer(tx, actorIdOf(call.caller), call);
      if (answered !== undefined && isForThem(actions[name], ctx.actor, call.caller)) return answered;
      throw refusal;
    }
  });
  // They have written it themselves, and see it from now on.
  if (known !== null) await aside?.noteWrite({ tenant_id, who: actorIdOf(call.caller) });
  return known;
};

/**
 * Nothing was done of what failed in one of these ways, and it is done once more for each of them. Whose transaction was ended
 * because it waited in a circle simply tries again; whoever had presumed that a time was free, and it was not, does without
 * presuming (`Ctx.careful`).
 */
const trying = async <T>(asked: Asked, work: () => Promise<T>): Promise<T> => {
  let waited = false;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (isTakenAfterAll(error) && !asked.careful) asked.careful = true;
      else if (isDeadlock(error) && !waited) waited = true;
      else throw error;
    }
  }
};

/** What was refused is put into words when its transaction is gone. */
const puttingIntoWords = async <T>(deps: Door, tenant_id: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof LateRefusal ? await deps.explain(tenant_id, error) : error;
  }
};

const ask = async (deps: Deps, asked: Asked): Promise<unknown> => {
  const { tenant_id, call, name } = asked;
  const action: Action = actions[name];
  const respond = responder(deps, asked);
  const answers = (tx: Tx) => respond(tx, recognise(tx, tenant_id, call.caller));
  const reads = isRead(action) && action.takes !== true;
  const looked = reads
    ? ((await lookAside(deps, asked, answers)) ?? (await deps.lookInTenant(tenant_id, answers)))
    : null;
  // Somebody who writes to a bot for the first time is made a client, even by a question.
  const answered =
    looked ?? (await deps.inTenant(tenant_id, (tx) => respond(tx, identify(tx, tenant_id, call.caller))));
  if (!reads) await deps.aside?.noteWrite({ tenant_id, who: actorIdOf(call.caller) });
  if (answered?.answer instanceof KeptRefusal) throw answered.answer.error;
  return answered?.answer;
};

/**
 * The answer as it was a moment ago, where that is good enough and to be had; else null. What is refused there may be so
 * because it is old: so it is asked again where it is not.
 */
const lookAside = async <T>({ aside }: Deps, asked: Asked, answers: (tx: Tx) => Promise<T>): Promise<T | null> => {
  const { tenant_id, name, call } = asked;
  const { may_lag }: Action = actions[name];
  if (aside === null || may_lag !== true) return null;
  if (!(await aside.suits({ tenant_id, who: actorIdOf(call.caller) }))) return null;
  try {
    return await aside.look(tenant_id, answers);
  } catch (error) {
    if (!(error instanceof AppError)) aside.onFailed(error);
    return null;
  }
};

type Respond = (tx: Tx, identified: Promise<Actor | undefined>) => Promise<{ answer: unknown } | null>;

/** What gives the answer to whoever is asking; null when nobody knows who it is. */
const responder =
  (deps: Deps, asked: Asked): Respond =>
  async (tx, identified) => {
    const { call, name } = asked;
    const action: Action = actions[name];
    // Who asks and what the key has been answered are asked for together: one exchange less.
    const recalled = isRead(action) ? undefined : recallAnswer(tx, actorIdOf(call.caller), call);
    const foresight = deps.foresights[name] as Foresight<never> | undefined;
    const admitted = await admit(asked, tx, identified, { foresight, recalled });
    if (admitted === null) return null;
    const { ctx, input, known } = admitted;
    const { actor } = ctx;
    if (known !== undefined && isForThem(action, actor, call.caller)) return known;
    const answer = () => handle(deps, ctx, name, input);
    const written = async () => {
      const change = { action, input, tenant_id: actor.tenant_id, if_match: call.if_match };
      await guardVersion(tx, change, (read, other) => handle(deps, ctx, read as ActionName, other));
      return answer();
    };
    return { answer: isRead(action) ? await answer() : await write(ctx, call, action, written) };
  };

/** Runs a handler; its answer carries the fields of the contract and no others. */
const handle = async ({ handlers }: Deps, ctx: Ctx, name: ActionName, input: unknown): Promise<unknown> => {
  // The compiler has paired each name with its handler; here they meet as values.
  const handler = handlers[name] as (ctx: Ctx, input: unknown) => Promise<unknown>;
  const result = await handler(ctx, input);
  return result instanceof KeptRefusal ? result : actions[name].output.parse(result);
};

/**
 * A write happens once per idempotency key, and never without its line in the audit log; a refusal that is kept is
 * written down like every other one.
 */
const write = async (ctx: Ctx, call: Call, action: Action, answer: () => Promise<unknown>): Promise<unknown> => {
  const result = await answer();
  // A program asks every few seconds whether there is something to take; what it took says so itself.
  if (action.takes === true) return result;
  // Who has not signed in ends nothing, as often as they like.
  if (action.cookie === 'ends' && !ctx.actor.session) return result;
  if (result instanceof KeptRefusal) return result;
  rememberAnswer(ctx, { caller: actorIdOf(call.caller), call, answer: withoutSecrets(action, result) });
  const { request_id, actor } = ctx;
  const subject_id = (result as { id?: string } | undefined)?.id ?? subjectIn(call.input);
  const who = { ...throughOf(call.caller), role: actor.role, actor: actor.id };
  insertAuditEntry(ctx.tx, { request_id, ...who, action: call.name, subject_id, outcome: 'done' });
  return result;
};

/** The answer as it may be kept: what is told once is not (docs/rules.md#feeds). */
const withoutSecrets = ({ told_once = [] }: Action, result: unknown): unknown =>
  told_once.length === 0
    ? result
    : { ...(result as object), ...Object.fromEntries(told_once.map((key) => [key, null])) };

/** A key is 1–200 visible characters; whatever else was sent is no key. */
const checkKey = (key: string | undefined): void => {
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new AppError('invalid_input', {
      field: 'idempotency_key',
      rule: 'must be 1 to 200 visible ASCII characters',
    });
};
