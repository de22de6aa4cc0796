import { type AuditLine, csvPart, formatShortDay, formatTime } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { type Button, inRows, type Keyboard, pager, tap, type View } from '../view.ts';
import { subjectsOf } from './audit-subjects.ts';
import { backToManage } from './manage-buttons.ts';
import { homeButton, isManager, menuView } from './menu.ts';
import { withinLimit } from './staff-words.ts';

type Target = TargetOf<'audit'>;
type What = Target['what'];

/** As many as can be read without scrolling far. */
const PER_PAGE = 10;
/** A file is an extract: whoever needs more asks for it elsewhere. */
const [FILE_PAGE, FILE_PAGES] = [100, 10];
const PEOPLE = 8;

/** What people look for in the log. */
const WHAT = {
  ...{ all: {}, refused: { outcome: 'refused' } },
  ...{ created: { action: 'bookings.create' }, moved: { action: 'bookings.move' } },
  ...{ cancelled: { action: 'bookings.cancel' }, hours: { action: 'scheduling.set_hours' } },
  ...{ away: { action: 'scheduling.add_time_off' }, services: { action: 'services.update' } },
  ...{ roles: { action: 'people.set_role' }, rules: { action: 'tenants.update_rules' } },
  ...{ texts: { action: 'texts.set' }, broadcasts: { action: 'broadcasts.start' } },
} as const satisfies Record<What, { readonly action?: string; readonly outcome?: string }>;

/** To the log; `person` 0: of everybody, `before` 0: the latest. */
export const toAudit = (rest: Partial<Target> = {}): Target => ({
  ...{ screen: 'audit', act: 'list', person: 0, what: 'all', number: 0 },
  ...rest,
});

/** The way to it; for owners. */
export const auditButton = (turn: Turn): Button => tap(turn.label('audit_screens.open'), toAudit());

/** The last changes, whose and what one likes, also as a file (docs/rules.md#audit). */
export const openAudit = async (turn: Turn, target: Target): Promise<View> => {
  if (!isManager(turn.me.role)) return menuView(turn, 'manage.not_yours');
  if (target.act === 'people') return peopleView(turn, target);
  if (target.act === 'kinds') return kindsView(turn, target);
  return target.act === 'file' ? fileView(turn, target) : listView(turn, target);
};

const filterOf = ({ person, what }: Target) => ({
  ...WHAT[what],
  ...(person === 0 ? {} : { actor: `telegram:${person}` }),
});

const listView = async (turn: Turn, target: Target): Promise<View> => {
  const { number: before } = target;
  const { items, next } = await turn.ask('audit.list', {
    ...{ ...filterOf(target), limit: PER_PAGE },
    ...(before === 0 ? {} : { before }),
  });
  const about = await subjectsOf(turn, items);
  return {
    text: withinLimit(turn, [
      turn.say('audit_screens.title'),
      ...(items.length === 0 ? ['', turn.say('audit_screens.none')] : []),
      ...items.flatMap((line) => ['', ...linesOf(turn, line, about.get(line.subject_id ?? ''))]),
    ]),
    keyboard: listKeyboard(turn, target, next),
  };
};

const listKeyboard = (turn: Turn, target: Target, next: number | null): Keyboard => {
  const filtered = target.person !== 0 || target.what !== 'all';
  const pages = [
    ...(target.number === 0 ? [] : [tap(turn.label('audit_screens.latest'), { ...target, number: 0 })]),
    ...(next === null ? [] : [tap(turn.label('audit_screens.earlier'), { ...target, number: next })]),
  ];
  return [
    ...(pages.length === 0 ? [] : [pages]),
    [
      tap(turn.label('audit_screens.by_person'), { ...target, act: 'people', number: 0 }),
      tap(turn.label('audit_screens.by_kind'), { ...target, act: 'kinds', number: 0 }),
    ],
    ...(filtered ? [[tap(turn.label('audit_screens.everything'), toAudit())]] : []),
    [tap(turn.label('audit_screens.file'), { ...target, act: 'file', number: 0 })],
    [backToManage(turn), homeButton(turn)],
  ];
};

/** When, who, what, and of what; a refusal says why. */
const linesOf = (turn: Turn, line: AuditLine, about: string | undefined): string[] => {
  const zone = turn.me.tenant.time_zone;
  const head = turn.say('audit_screens.line', {
    day: formatShortDay(turn.language, zone, line.at, turn.now),
    time: formatTime(turn.language, zone, line.at),
    who: whoOf(turn, line),
  });
  const what = turn.say('audit_screens.what', { what: line.action_in_words });
  return [
    head,
    about === undefined ? what : turn.say('audit_screens.what_of', { what: line.action_in_words, about }),
    ...(line.outcome === 'done' ? [] : [turn.say('audit_screens.refused', { why: line.outcome_in_words })]),
  ];
};

/** Their name of today, or as what they came. */
const whoOf = (turn: Turn, { actor, actor_name, via }: AuditLine): string => {
  if (actor_name !== null) return actor_name;
  if (via === 'system' || via === 'console') return turn.label('audit_screens.system');
  if (actor === 'guest') return turn.label('audit_screens.guest');
  return actor.startsWith('telegram:') ? turn.label('audit_screens.somebody') : turn.label('audit_screens.program');
};

const peopleView = async (turn: Turn, target: Target): Promise<View> => {
  const { items, total } = await turn.ask('people.list_staff', { page: target.number + 1, limit: PEOPLE });
  return {
    text: turn.say('audit_screens.person_ask'),
    keyboard: [
      ...items.map(({ name, telegram_id }) => [tap(name, { ...target, act: 'list', person: telegram_id, number: 0 })]),
      ...pager(target.number, Math.ceil(total / PEOPLE), (number) => ({ ...target, number })),
      [tap(turn.label('audit_screens.anybody'), { ...target, act: 'list', person: 0, number: 0 })],
      [tap(turn.label('menu.back'), { ...target, act: 'list', number: 0 }), homeButton(turn)],
    ],
  };
};

const kindsView = (turn: Turn, target: Target): View => {
  const buttons = (Object.keys(WHAT) as What[]).map((what) =>
    tap(turn.label(`audit_screens.kind_${what}`), { ...target, act: 'list', what, number: 0 }),
  );
  return {
    text: turn.say('audit_screens.kind_ask'),
    keyboard: [
      ...inRows(buttons, 2),
      [tap(turn.label('menu.back'), { ...target, act: 'list', number: 0 }), homeButton(turn)],
    ],
  };
};

/** The extract as a table; what somebody has called themselves cannot become a formula in it. */
const fileView = async (turn: Turn, target: Target): Promise<View> => {
  const lines = await allLines(turn, target);
  const head = (['at', 'who', 'role', 'what', 'code', 'subject', 'outcome', 'times'] as const).map((column) =>
    turn.label(`audit_screens.column_${column}`),
  );
  const rows = lines.map((line) => [
    ...[line.at, whoOf(turn, line), line.role, line.action_in_words, line.action, line.subject_id ?? ''],
    ...[line.outcome_in_words, line.times],
  ]);
  const view = await listView(turn, { ...target, act: 'list' });
  const file = { name: `${turn.me.tenant.slug}-audit.csv`, text: csvPart(head, rows, true) };
  return { ...view, file, toast: turn.label('audit_screens.sent', { count: lines.length }) };
};

/** What fits, the latest first, as far as an extract goes. */
const allLines = async (turn: Turn, target: Target, before?: number, pages = FILE_PAGES): Promise<AuditLine[]> => {
  const more = before === undefined ? {} : { before };
  const { items, next } = await turn.ask('audit.list', { ...filterOf(target), ...more, limit: FILE_PAGE });
  return next === null || pages <= 1 ? items : [...items, ...(await allLines(turn, target, next, pages - 1))];
};
