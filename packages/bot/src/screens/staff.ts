import { formatDay, formatTime, type StaffMember, type StaffRole } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { botKey } from '../keys.ts';
import type { Turn } from '../turn.ts';
import { type Keyboard, pageOf, pager, tap, type View } from '../view.ts';
import { JOIN } from './join.ts';
import { backToManage, manageButton } from './manage-buttons.ts';

const PER_PAGE = 8;

type Part = TargetOf<'staff'>['part'];

const to = (part: Part, id: string | null, label: string, style?: 'danger' | 'primary') =>
  tap(label, { screen: 'staff', part, id }, style);

const roleOf = (turn: Turn, role: StaffRole): string => turn.label(`manage.role_${role}`);

/** Who works here, and who has been invited. */
export const openStaffList = async (turn: Turn, page: number): Promise<View> => {
  const [staff, invited] = await Promise.all([
    turn.ask('people.list_staff', { page: page + 1, limit: PER_PAGE }),
    turn.ask('people.list_invitations', { limit: PER_PAGE }),
  ]);
  const pages = Math.max(1, Math.ceil(staff.total / PER_PAGE));
  return {
    text: [
      turn.say('manage.staff_title', { count: staff.total }),
      ...(invited.total === 0 ? [] : [turn.say('manage.invited', { count: invited.total })]),
    ].join('\n'),
    keyboard: [
      ...staff.items.map((member) => [to('card', member.id, `${roleOf(turn, member.role)} · ${member.name}`)]),
      ...invited.items.map(({ id, role, specialist }) => [
        to('revoke', id, turn.label('manage.revoke', { who: specialist?.name ?? roleOf(turn, role) })),
      ]),
      ...pager(page, pages, (next) => ({ screen: 'manage', part: 'staff', page: next })),
      [manageButton('invite', turn.label('manage.invite'))],
      [backToManage(turn)],
    ],
  };
};

/** Whom one can invite: a moderator, or somebody as one of the specialists. */
export const openInvite = async (turn: Turn, wanted: number): Promise<View> => {
  const { specialists } = await turn.catalogue();
  const { items, page, pages } = pageOf(specialists, wanted, PER_PAGE);
  return {
    text: turn.say('manage.invite_ask'),
    keyboard: [
      [to('invite_moderator', null, turn.label('manage.invite_moderator'))],
      ...items.map(({ id, name }) => [to('invite_specialist', id, turn.label('manage.invite_specialist', { name }))]),
      ...pager(page, pages, (next) => ({ screen: 'manage', part: 'invite', page: next })),
      [manageButton('staff', turn.label('menu.back'))],
    ],
  };
};

/** What a tap does; those that change something show what has become of it. */
export const openStaff = async (turn: Turn, { part, id }: TargetOf<'staff'>): Promise<View> => {
  if (part === 'invite_moderator') return invite(turn, { role: 'moderator' });
  if (id === null) return openStaffList(turn, 0);
  switch (part) {
    case 'card':
      return memberView(turn, await turn.ask('people.get_staff', { id }));
    case 'ask_owner':
    case 'ask_remove':
      return askView(turn, await turn.ask('people.get_staff', { id }), part);
    case 'moderator':
    case 'specialist':
    case 'super_admin':
      // Without a key: the same role twice is the same role, and it may be wanted again after a change of mind.
      return changed(turn, await turn.ask('people.set_role', { id, role: part }));
    case 'remove': {
      const { telegram_id } = await turn.ask('people.get_staff', { id });
      await turn.ask('people.remove_staff', { id });
      const commanded = { telegram_id, role: 'client', specialist_id: null, language: null } as const;
      return { ...(await openStaffList(turn, 0)), toast: turn.label('manage.removed'), commanded };
    }
    case 'invite_specialist':
      return invite(turn, { role: 'specialist', specialist_id: id });
    case 'revoke':
      await turn.ask('people.revoke_invitation', { id });
      return { ...(await openStaffList(turn, 0)), toast: turn.label('manage.revoked') };
  }
};

const changed = (turn: Turn, member: StaffMember): View => ({
  ...memberView(turn, member),
  toast: turn.label('manage.role_saved'),
  commanded: {
    ...{ telegram_id: member.telegram_id, role: member.role, language: null },
    specialist_id: member.specialist?.id ?? null,
  },
});

const memberLines = (turn: Turn, member: StaffMember): string[] => [
  turn.say('manage.member', { name: member.name, role: roleOf(turn, member.role) }),
  ...(member.specialist === null ? [] : [turn.say('booking.specialist', { specialist: member.specialist.name })]),
  turn.say('manage.write', { id: String(member.telegram_id) }),
];

const memberView = (turn: Turn, member: StaffMember): View => {
  const { id, role, specialist } = member;
  const others: Keyboard = [
    ...(role === 'moderator' ? [] : [[to('moderator', id, turn.label('manage.make_moderator'))]]),
    ...(role === 'specialist' || specialist === null
      ? []
      : [[to('specialist', id, turn.label('manage.make_specialist'))]]),
    ...(role === 'super_admin' ? [] : [[to('ask_owner', id, turn.label('manage.make_owner'))]]),
  ];
  return {
    text: memberLines(turn, member).join('\n'),
    keyboard: [
      ...others,
      [to('ask_remove', id, turn.label('manage.remove'), 'danger')],
      [manageButton('staff', turn.label('menu.back'))],
    ],
  };
};

/** What cannot be taken back easily is asked for once more. */
const askView = (turn: Turn, member: StaffMember, part: 'ask_owner' | 'ask_remove'): View => {
  const [question, yes, next] =
    part === 'ask_owner'
      ? (['manage.owner_ask', 'manage.owner_yes', 'super_admin'] as const)
      : (['manage.remove_ask', 'manage.remove_yes', 'remove'] as const);
  return {
    text: [turn.say(question), '', ...memberLines(turn, member)].join('\n'),
    keyboard: [[to(next, member.id, turn.label(yes), 'danger')], [to('card', member.id, turn.label('manage.keep'))]],
  };
};

type Wanted = { readonly role: 'moderator' } | { readonly role: 'specialist'; readonly specialist_id: string };

/** A link that works once. It is shown here and nowhere else, so the message stays (docs/rules.md#invitations). */
const invite = async (turn: Turn, wanted: Wanted): Promise<View> => {
  const key = { idempotency_key: botKey(turn.bot_id, 'update', turn.update_id) };
  const { code, role, specialist, expires_at } = await turn.ask('people.invite', wanted, key);
  // The same update came twice, and the code has been told.
  if (code === null) return openStaffList(turn, 0);
  const zone = turn.me.tenant.time_zone;
  return {
    text: turn.say('manage.link', {
      who: specialist === null ? roleOf(turn, role) : `${roleOf(turn, role)}, ${specialist.name}`,
      link: `https://t.me/${turn.bot_username}?start=${JOIN}${code}`,
      day: formatDay(turn.language, zone, expires_at, turn.now),
      time: formatTime(turn.language, zone, expires_at),
    }),
    keyboard: [[manageButton('staff', turn.label('manage.staff'))]],
    stays: true,
  };
};
