import { type ActionName, actions, type Call } from '@okno/contract';
import type { Actor } from './ctx.ts';
import type { InTenant } from './db/tx.ts';
import { toRefusal } from './faults.ts';
import { actorIdOf } from './identify.ts';
import type { Refused } from './modules/audit/index.ts';
import { updateServiceKeyUsed } from './modules/programs/index.ts';
import { updateSessionSeen } from './modules/sessions/index.ts';
import { isNoted, subjectIn, throughOf } from './trace.ts';

/** Writes down who was refused what (docs/rules.md#audit); nobody waits for it. */
export type OnRefused = (refused: Refused) => void;

/** A call whose business is known; `actor` as soon as it is known who asks. */
export type Asked = {
  readonly tenant_id: string;
  readonly call: Call;
  readonly name: ActionName;
  actor: Actor | undefined;
  /** Whether nothing is presumed any more: it is asked for the second time. */
  careful: boolean;
};

/** Its transaction is gone, and with it whatever was written. */
export const noteRefusal = (
  { onRefused }: { readonly onRefused: OnRefused },
  { tenant_id, call, name, actor }: Asked,
  error: unknown,
): void => {
  const { code } = toRefusal(error, name);
  if (!isNoted(actions[name], code)) return;
  const { request_id, caller } = call;
  const who = { ...throughOf(caller), actor: actorIdOf(caller), ...(actor !== undefined && { role: actor.role }) };
  onRefused({ tenant_id, request_id, ...who, action: name, subject_id: subjectIn(call.input), outcome: code });
};

/** That somebody with a session or a key is here is written down by itself, every few minutes: a look writes nothing. */
export const noteSeen = async (
  { inTenant }: { readonly inTenant: InTenant },
  { tenant_id, actor }: Asked,
): Promise<void> => {
  const { session = null, program = null } = actor ?? {};
  if (session?.stale === true) await inTenant(tenant_id, async (tx) => updateSessionSeen(tx, session.id));
  if (program?.stale === true) await inTenant(tenant_id, async (tx) => updateServiceKeyUsed(tx, program.key_id));
};
