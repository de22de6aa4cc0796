import {
  type Action,
  type ActionName,
  type Actions,
  AppError,
  actions,
  type Caller,
  coversScope,
  type Language,
  type Parsed,
  scopeOf,
  serviceScopeOf,
} from '@okno/contract';
import type { Asked } from './asked.ts';
import type { Actor, Ctx } from './ctx.ts';
import type { Tx } from './db/tx.ts';
import { actorIdOf } from './identify.ts';
import { parseInput } from './parse.ts';

type Asking = { readonly language: Language; readonly caller: Caller };
export type Foresight<N extends ActionName> = (tx: Tx, input: Parsed<Actions[N]>, asking: Asking) => void;

/**
 * What actions are sure to read, by action: it is asked for together with who is asking, which saves an exchange with
 * the database. Only reads; what it brings is used when the handler asks for it.
 */
export type Foresights = { readonly [N in ActionName]?: Foresight<N> };

type Admitted = { readonly ctx: Ctx; readonly input: unknown; readonly known: { answer: unknown } | undefined };
type Ahead = {
  readonly foresight: Foresight<never> | undefined;
  readonly recalled?: Promise<{ answer: unknown } | undefined> | undefined;
};

/** Who asks, if they may, and for what; null when nobody knows who it is. */
export const admit = async (
  asked: Asked,
  tx: Tx,
  identified: Promise<Actor | undefined>,
  { foresight, recalled }: Ahead,
): Promise<Admitted | null> => {
  const { call, name } = asked;
  const action: Action = actions[name];
  const parsed = parseAhead(action, call.input);
  foresee(foresight, tx, parsed, call.caller);
  const [actor, now, known] = await Promise.all([identified, tx.now, recalled]);
  if (actor === undefined) return null;
  asked.actor = actor;
  refuseRole(action, actor);
  refuseScope(name, action, actor);
  if (!parsed.ok) throw parsed.refusal;
  const { request_id, origin } = call;
  const ctx: Ctx = { tx, actor, now, request_id, careful: asked.careful, ...(origin !== undefined && { origin }) };
  return { ctx, input: parsed.input, known };
};

/** What a person was answered is nothing for whoever comes with a session of theirs that is over, unless anybody may ask. */
export const isForThem = ({ roles }: Action, actor: Actor, caller: Caller): boolean =>
  actor.id === actorIdOf(caller) || roles.includes('guest');

/** Nobody is told that they may not before they have said who they are. */
const refuseRole = ({ roles, in_chat }: Action, { role, chat }: Ctx['actor']): void => {
  if (!roles.includes(role)) throw new AppError(role === 'guest' ? 'unauthenticated' : 'forbidden');
  // What a chat proves, such as whose telephone number it is, nobody can claim from elsewhere.
  if (in_chat === true && chat === null) throw new AppError('forbidden');
};

/** Assistants and programs do no more than their keys are for (docs/rules.md#assistants, docs/rules.md#service-keys). */
const refuseScope = (name: ActionName, action: Action, { assistant, program }: Ctx['actor']): void => {
  const scope = scopeOf(name);
  if (assistant !== null && !assistant.scopes.includes(scope)) throw new AppError('forbidden', { scope });
  const needed = serviceScopeOf(name, action);
  if (program !== null && !coversScope(program.scopes, needed)) throw new AppError('forbidden', { scope: needed });
};

type ParsedInput = { readonly ok: true; readonly input: unknown } | { readonly ok: false; readonly refusal: unknown };

/** Lets the complaint wait: nobody is told what is wrong before they have said who they are. */
const parseAhead = (action: Action, input: unknown): ParsedInput => {
  try {
    return { ok: true, input: parseInput(action, input) };
  } catch (refusal) {
    return { ok: false, refusal };
  }
};

/** A caller whose language is not known is answered in one that is yet to be read. */
const foresee = <N extends ActionName>(
  foresight: Foresight<N> | undefined,
  tx: Tx,
  parsed: ParsedInput,
  caller: Caller,
): void => {
  const { language } = caller;
  if (parsed.ok && language !== null) foresight?.(tx, parsed.input as Parsed<Actions[N]>, { language, caller });
};
