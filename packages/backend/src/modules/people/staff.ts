import { AppError, type StaffMember } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { countStaff, lockStaff } from './store.ts';
import { deleteStaffMember, findStaffMember, listStaff, updateRole } from './store-staff.ts';

const member = async ({ tx, actor }: Ctx, id: string): Promise<StaffMember> => {
  const found = await findStaffMember(tx, id, actor.language);
  if (found === undefined) throw new AppError('not_found', { what: 'staff', field: 'id' });
  return found;
};

/**
 * Somebody whose place is to change; nobody else changes who works here until it has.
 * @throws AppError `last_admin` when they are the only owner and would be one no longer (docs/rules.md#roles).
 */
const memberToChange = async (ctx: Ctx, id: string, role: StaffMember['role'] | null): Promise<StaffMember> => {
  lockStaff(ctx.tx);
  const [found, owners] = await Promise.all([member(ctx, id), countStaff(ctx.tx, 'super_admin')]);
  if (found.role === 'super_admin' && role !== 'super_admin' && owners < 2) throw new AppError('last_admin');
  return found;
};

/** Who works here, and what they may do. */
export const staffActions = {
  'people.list_staff': ({ tx, actor: { language } }, page) =>
    paged(page, (wanted) => listStaff(tx, { language, ...wanted })),

  'people.get_staff': (ctx, { id }) => member(ctx, id),

  'people.set_role': async (ctx, { id, role }) => {
    const found = await memberToChange(ctx, id, role);
    if (role === 'specialist' && found.specialist === null)
      throw new AppError('invalid_input', { field: 'role', rule: 'needs an invitation that names the specialist' });
    updateRole(ctx.tx, id, role);
    return { ...found, role };
  },

  'people.remove_staff': async (ctx, { id }) => {
    await memberToChange(ctx, id, null);
    deleteStaffMember(ctx.tx, id);
    return { id };
  },
} satisfies Partial<HandlersOf<'people'>>;
