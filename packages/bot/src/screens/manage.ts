import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import type { View } from '../view.ts';
import { auditButton } from './audit.ts';
import { broadcastsButton } from './broadcast-ways.ts';
import { askSearch, openFound } from './find-client.ts';
import { openHours } from './hours.ts';
import { manageButton } from './manage-buttons.ts';
import { homeButton, isManager, menuView } from './menu.ts';
import { askName, createWithoutPhone } from './new-client.ts';
import { rulesButton } from './rules.ts';
import { openServiceList } from './service-admin.ts';
import { openInvite, openStaffList } from './staff.ts';

/** What those who run the business can do here. What they may the backend decides, whatever was shown. */
const hubView = (turn: Turn): View => {
  const button = (part: TargetOf<'manage'>['part'], label: string) => [manageButton(part, label)];
  const owner = turn.me.role === 'super_admin';
  return {
    text: turn.say('manage.title', { business: turn.me.tenant.name }),
    keyboard: [
      button('find', turn.label('manage.find')),
      button('create', turn.label('manage.create')),
      button('services', turn.label('manage.services')),
      button('hours', turn.label('manage.hours')),
      [broadcastsButton(turn)],
      ...(owner ? [button('staff', turn.label('manage.staff')), [rulesButton(turn)], [auditButton(turn)]] : []),
      [homeButton(turn)],
    ],
  };
};

const PARTS: Readonly<Record<TargetOf<'manage'>['part'], (turn: Turn, page: number) => View | Promise<View>>> = {
  menu: hubView,
  find: askSearch,
  found: openFound,
  create: askName,
  no_phone: createWithoutPhone,
  staff: openStaffList,
  invite: openInvite,
  services: openServiceList,
  hours: openHours,
};

export const openManage = (
  turn: Turn,
  { part, page }: Pick<TargetOf<'manage'>, 'part' | 'page'>,
): View | Promise<View> => (isManager(turn.me.role) ? PARTS[part](turn, page) : menuView(turn, 'manage.not_yours'));
