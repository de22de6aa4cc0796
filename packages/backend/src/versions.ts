import { createHash } from 'node:crypto';
import { type Action, type ActionName, AppError, actions, canonical, isRead, type Versioned } from '@okno/contract';
import type { Tx } from './db/tx.ts';
import { lockVersions } from './db/version-lock.ts';

/** Whether what an action answers is such a state. */
export const tellsVersion = (action: Pick<Action, 'versioned' | 'http' | 'reads' | 'takes'>): boolean =>
  action.versioned !== undefined && (action.versioned.of_input !== true || isRead(action));

/** Names a state (docs/rules.md#two-editors): the same fields with the same values have the same name, 22 characters. */
export const versionOf = ({ fields }: Pick<Versioned, 'fields'>, answer: unknown): string => {
  const known = (answer ?? {}) as Readonly<Record<string, unknown>>;
  const state = fields.map((field) => canonical(known[field] ?? null));
  return createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, 22);
};

/** The same of what an action has answered, for those who do not hear of an ETag. */
export const versionBy = (name: ActionName, answer: unknown): string => {
  const { versioned }: Action = actions[name];
  if (versioned === undefined) throw new Error(`${name} has no versions`);
  return versionOf(versioned, answer);
};

type Change = {
  readonly action: Pick<Action, 'versioned'>;
  readonly input: unknown;
  readonly tenant_id: string;
  /** Versions that whoever changes it may have seen; undefined: whatever it is by now. */
  readonly if_match: readonly string[] | undefined;
};

/**
 * Before a change: locks what it is about, and looks whether it still is what the caller has seen.
 * @param read asks the action that tells its state
 * @throws AppError `changed_meanwhile` with the `version` and the `current` values
 */
export const guardVersion = async (
  tx: Tx,
  { action: { versioned }, input, tenant_id, if_match }: Change,
  read: (name: string, input: unknown) => Promise<unknown>,
): Promise<void> => {
  if (versioned === undefined) {
    // Silence would tell whoever asked that nobody was overwritten.
    if (if_match !== undefined) throw new AppError('invalid_input', { field: 'If-Match', rule: 'is not known here' });
    return;
  }
  const given = input as Readonly<Record<string, unknown>> & { readonly id?: string };
  const { id } = given;
  // What has no id of its own is the business itself; what is many things is nobody's to hold.
  if (versioned.of_input !== true) lockVersions(tx, [id ?? tenant_id]);
  if (if_match === undefined || if_match.includes('*')) return;
  const { by = ['id', 'entity'] } = versioned;
  const place = Object.fromEntries(by.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]));
  const answer = await read(versioned.read, versioned.of_input === true ? input : place);
  const version = versionOf(versioned, answer);
  if (if_match.includes(version)) return;
  const known = answer as Readonly<Record<string, unknown>>;
  const current = Object.fromEntries(versioned.fields.map((field) => [field, known[field]]));
  throw new AppError('changed_meanwhile', { version, current });
};
