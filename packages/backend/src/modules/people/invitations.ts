import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type Actions, AppError, type Invitation, type Parsed } from '@okno/contract';
import { type HandlersOf, KeptRefusal } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { formatInstant } from '../../time.ts';
import { INVITATION_MS, isCode, joined, TRIES_MS, triesLeft } from './rules-staff.ts';
import { lockStaff } from './store.ts';
import {
  deleteTries,
  findInvitation,
  insertInvitation,
  listInvitations,
  lockInvitation,
  lockTries,
  saveTry,
  updateAccepted,
  updateRevoked,
} from './store-invitations.ts';
import { findPlace, findSpecialistToInvite, savePlace } from './store-staff.ts';

/** Of a code nothing else is kept: it has 256 bits of chance, so nobody finds one by trying. */
const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');

const unknown = (field: string) => new AppError('not_found', { what: 'invitation', field });

/** @throws AppError `not_found`; `specialist_taken` when somebody works here as this specialist. */
const specialistOf = async ({ tx }: Ctx, id: string): Promise<Invitation['specialist']> => {
  const found = await findSpecialistToInvite(tx, id);
  if (found === undefined) throw new AppError('not_found', { what: 'specialist', field: 'specialist_id' });
  if (found.taken) throw new AppError('specialist_taken', { field: 'specialist_id' });
  return { id, name: found.name };
};

/** Makes a code. It is told here and never again (docs/rules.md#invitations). */
const invite = async (ctx: Ctx, { role, specialist_id }: Parsed<Actions['people.invite']>) => {
  if (role === 'specialist' && specialist_id === undefined)
    throw new AppError('invalid_input', { field: 'specialist_id', rule: 'is needed' });
  if (role === 'moderator' && specialist_id !== undefined)
    throw new AppError('invalid_input', { field: 'specialist_id', rule: 'is needed for specialist' });
  const specialist = specialist_id === undefined ? null : await specialistOf(ctx, specialist_id);
  const [id, code, expires_at] = [randomUUID(), randomBytes(32).toString('base64url'), ctx.now + INVITATION_MS];
  insertInvitation(ctx.tx, {
    ...{ id, role, expires_at },
    code_hash: hashOf(code),
    specialist_id: specialist?.id ?? null,
    invited_by: ctx.actor.id,
  });
  return {
    ...{ id, role, specialist, code },
    created_at: formatInstant(ctx.now),
    expires_at: formatInstant(expires_at),
  };
};

/**
 * Puts whoever comes with a code into the place it is for. A code that does not work counts as a try, which stays
 * although it is refused; who has tried too often is not even told whether another one would work.
 * @throws AppError `already_staff` and `specialist_taken`, which use nothing up.
 */
const accept = async ({ tx, actor, now }: Ctx, code: string): Promise<KeptRefusal | undefined> => {
  if (actor.chat === null) throw new AppError('forbidden');
  const { telegram_id } = actor.chat;
  if (triesLeft(await lockTries(tx, telegram_id), now) === 0)
    throw new AppError('too_many_requests', { after_seconds: TRIES_MS / 1000 });
  lockStaff(tx);
  const invitation = isCode(code) ? await lockInvitation(tx, hashOf(code)) : undefined;
  if (invitation === undefined) {
    saveTry(tx, { telegram_id, span_ms: TRIES_MS });
    return new KeptRefusal(unknown('code'));
  }
  const place = joined(await findPlace(tx, telegram_id), invitation);
  if (place === null) throw new AppError('already_staff');
  if (!(await savePlace(tx, { telegram_id, name: actor.name, ...place }))) throw new AppError('specialist_taken');
  updateAccepted(tx, invitation.id, telegram_id);
  deleteTries(tx, telegram_id);
  return undefined;
};

/** @param describe who somebody is, once they work here */
export const createInvitationActions = (describe: (ctx: Ctx) => ReturnType<HandlersOf<'people'>['people.me']>) =>
  ({
    'people.invite': invite,

    'people.list_invitations': ({ tx, actor: { language } }, page) =>
      paged(page, (wanted) => listInvitations(tx, { language, ...wanted })),

    'people.revoke_invitation': async ({ tx, actor }, { id }) => {
      const revoked = await updateRevoked(tx, id);
      const invitation = revoked ? await findInvitation(tx, id, actor.language) : undefined;
      if (invitation === undefined) throw unknown('id');
      return invitation;
    },

    'people.accept_invitation': async (ctx, { code }) => {
      const refusal = await accept(ctx, code);
      if (refusal !== undefined) return refusal;
      const place = ctx.actor.chat && (await findPlace(ctx.tx, ctx.actor.chat.telegram_id));
      return describe({ ...ctx, actor: { ...ctx.actor, ...place } });
    },
  }) satisfies Partial<HandlersOf<'people'>>;
