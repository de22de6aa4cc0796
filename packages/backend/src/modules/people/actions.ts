import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { handOf, noteChanges } from '../changes/index.ts';
import { findTenant } from '../tenants/index.ts';
import { createInvitationActions } from './invitations.ts';
import { staffActions } from './staff.ts';
import { listSpecialists, updateLanguage, updateReachable } from './store.ts';
import { findKnownClient, updateClient } from './store-clients.ts';

export { createSpecialistActions } from './specialists.ts';

const describeMe = async ({ tx, actor }: Ctx) => {
  const { role, name, language, client_id, specialist_id } = actor;
  return { role, name, language, client_id, specialist_id, tenant: await findTenant(tx, language) };
};

const chatOf = ({ actor }: Ctx) => {
  if (actor.person === null) throw new AppError('forbidden');
  return actor.person;
};

/** Whoever gives themselves another name; the staff see what it was. */
const rename = async (ctx: Ctx, id: string, name: string): Promise<void> => {
  const before = await findKnownClient(ctx.tx, id);
  if (before === undefined) return;
  updateClient(ctx.tx, id, { name });
  noteChanges(handOf(ctx), { entity: 'client', id, before, after: { name } });
};

export const peopleActions: HandlersOf<'people'> = {
  'people.me': (ctx) => describeMe(ctx),

  'people.update_me': async (ctx, { language, name }) => {
    if (language !== undefined) updateLanguage(ctx.tx, chatOf(ctx), language);
    if (name !== undefined && ctx.actor.client_id !== null) await rename(ctx, ctx.actor.client_id, name);
    const actor = { ...ctx.actor, language: language ?? ctx.actor.language, name: name ?? ctx.actor.name };
    return describeMe({ ...ctx, actor });
  },

  'people.set_reachable': async (ctx, { reachable }) => {
    updateReachable(ctx.tx, chatOf(ctx), reachable);
    return { reachable };
  },

  'people.list_specialists': ({ tx, actor }, { service_id = null, language = actor.language, ...page }) =>
    paged(page, (wanted) => listSpecialists(tx, { language, service_id, ...wanted })),

  ...staffActions,
  ...createInvitationActions(describeMe),
};
