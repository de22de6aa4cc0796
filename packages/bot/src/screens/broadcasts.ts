import { type Actions, formatShortDay, type Output } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { escapeHtml } from '../html.ts';
import type { Turn } from '../turn.ts';
import { fit, MAX_LABEL, pager, tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { type Broadcast, broadcastView } from './broadcast-card.ts';
import { choose, servicesView, visitsView, whomView } from './broadcast-segment.ts';
import { broadcastButton, toBroadcast } from './broadcast-ways.ts';
import { askBroadcastTag, askBroadcastText, askBroadcastTime } from './broadcast-words.ts';
import { backToManage } from './manage-buttons.ts';
import { homeButton, isManager, menuView } from './menu.ts';

type Target = TargetOf<'broadcast'>;
type Listed = Output<Actions['broadcasts.list']>['items'][number];

const PER_PAGE = 6;
/** So many of those who have not got it are named, of each kind. */
const NAMED = 20;
/** Of each name so much, lest all of them together pass Telegram's limit. */
const NAME_LENGTH = 40;
/** The whole of a preview has to fit beside its heading. */
const PREVIEW = 3800;

/** Messages to many: writing, choosing for whom, trying, sending, and what became of them (docs/rules.md#broadcasts). */
export const openBroadcast = async (turn: Turn, target: Target): Promise<View> => {
  const { act, broadcast: id, number } = target;
  if (!isManager(turn.me.role)) return menuView(turn, 'manage.not_yours');
  if (act === 'write_ru') return askBroadcastText(turn, id, 'ru');
  if (act === 'write_en') return askBroadcastText(turn, id, 'en');
  if (id === null || act === 'list') return listView(turn, number);
  switch (act) {
    case 'whom':
      return whomView(turn, id);
    case 'services':
      return servicesView(turn, id, number);
    case 'visits':
      return visitsView(turn, id);
    case 'tag':
      return askBroadcastTag(turn, id);
    case 'service':
    case 'away':
    case 'here':
    case 'everybody':
      return choose(turn, id, target);
    case 'quiet':
      return broadcastView(turn, await turn.ask('broadcasts.update', { id, quiet_hours: number === 1 }));
    case 'look':
      return previewView(turn, id);
    case 'missed':
      return missedView(turn, id);
    default:
      return send(turn, id, target);
  }
};

/** What brings it on its way, and what stops it. */
const send = async (turn: Turn, id: string, { act, at }: Target): Promise<View> => {
  const key = { idempotency_key: tapKey(turn) };
  switch (act) {
    case 'test':
      await turn.ask('broadcasts.test', { id }, key);
      return { ...(await showView(turn, id)), toast: turn.label('broadcast_screens.tested') };
    case 'ask_start':
      return askStartView(turn, id);
    case 'ask_time':
      return askBroadcastTime(turn, id);
    case 'start':
      return broadcastView(turn, await turn.ask('broadcasts.start', at === null ? { id } : { id, starts_at: at }, key));
    case 'pause':
      return broadcastView(turn, await turn.ask('broadcasts.pause', { id }, key));
    case 'resume':
      return broadcastView(turn, await turn.ask('broadcasts.resume', { id }, key));
    case 'ask_cancel':
      return askCancelView(turn, id);
    case 'cancel':
      return broadcastView(turn, await turn.ask('broadcasts.cancel', { id }, key));
    default:
      await turn.dialogues.leave(turn);
      return showView(turn, id);
  }
};

const showView = async (turn: Turn, id: string): Promise<View> =>
  broadcastView(turn, await turn.ask('broadcasts.get', { id }));

/** As it stands now, with the reason above it why that could not be done. */
export const refusedBroadcast = async (turn: Turn, id: string | null): Promise<View> => {
  if (id === null) return listView(turn, 0);
  const card = await showView(turn, id);
  return { ...card, text: [`⚠️ ${turn.say('error.broadcast_not_changeable')}`, '', card.text].join('\n') };
};

const MARKS: Readonly<Record<Broadcast['status'], string>> = {
  ...{ draft: '📝', scheduled: '🕑', running: '📤', paused: '⏸', finished: '☑️', cancelled: '✖️' },
};

const listView = async (turn: Turn, page: number): Promise<View> => {
  await turn.dialogues.leave(turn);
  const { items, total } = await turn.ask('broadcasts.list', { page: page + 1, limit: PER_PAGE });
  const write = toBroadcast(turn.language === 'ru' ? 'write_ru' : 'write_en', null);
  return {
    text: [turn.say('broadcast_screens.title'), ...(total === 0 ? [turn.say('broadcast_screens.none')] : [])].join(
      '\n',
    ),
    keyboard: [
      [tap(turn.label('broadcast_screens.create'), write, 'primary')],
      ...items.map((one) => [tap(labelOf(turn, one), toBroadcast('show', one.id))]),
      ...pager(page, Math.ceil(total / PER_PAGE), (number) => toBroadcast('list', null, { number })),
      [backToManage(turn), homeButton(turn)],
    ],
  };
};

/** When it was written, and its first words. */
const labelOf = (turn: Turn, { status, texts, created_at }: Listed): string => {
  const day = formatShortDay(turn.language, turn.me.tenant.time_zone, created_at, turn.now);
  const words = (texts[turn.language] ?? texts.ru ?? texts.en ?? '').replaceAll(/\s+/g, ' ');
  return fit(`${MARKS[status]} ${day} · ${words}`, MAX_LABEL);
};

const previewView = async (turn: Turn, id: string): Promise<View> => {
  const { sample } = await turn.ask('broadcasts.preview', { id });
  return {
    text:
      sample === null
        ? turn.say('broadcast_screens.nobody')
        : [turn.say('broadcast_screens.looks', { name: sample.name }), '', escapeHtml(fit(sample.text, PREVIEW))].join(
            '\n',
          ),
    keyboard: [
      [tap(turn.label('broadcast_screens.test'), toBroadcast('test', id, { nonce: nonceOf(turn.update_id) }))],
      [broadcastButton(turn, id), homeButton(turn)],
    ],
  };
};

/** How many it would be, once more before it leaves. */
const askStartView = async (turn: Turn, id: string): Promise<View> => {
  const { recipients } = await turn.ask('broadcasts.preview', { id });
  const now = toBroadcast('start', id, { nonce: nonceOf(turn.update_id) });
  return {
    text: turn.say('broadcast_screens.ask_start', { count: recipients }),
    keyboard: [
      [tap(turn.label('broadcast_screens.now'), now, 'success')],
      [tap(turn.label('broadcast_screens.at_time'), toBroadcast('ask_time', id))],
      [broadcastButton(turn, id), homeButton(turn)],
    ],
  };
};

const askCancelView = async (turn: Turn, id: string): Promise<View> => {
  const { status } = await turn.ask('broadcasts.get', { id });
  const cancel = toBroadcast('cancel', id, { nonce: nonceOf(turn.update_id) });
  return {
    text: turn.say(status === 'draft' ? 'broadcast_screens.ask_drop' : 'broadcast_screens.ask_call_off'),
    keyboard: [
      [tap(turn.label('broadcast_screens.yes_call_off'), cancel, 'danger')],
      [broadcastButton(turn, id), homeButton(turn)],
    ],
  };
};

const KINDS = ['failed', 'unreachable', 'uncertain'] as const;

/** Who has not got it, by what came between; those who wanted no news are nobody's business. */
const missedView = async (turn: Turn, id: string): Promise<View> => {
  const found = await Promise.all(
    KINDS.map((status) => turn.ask('broadcasts.recipients', { id, status, limit: NAMED })),
  );
  const blocks = KINDS.flatMap((kind, index) => {
    const { items = [], total = 0 } = found[index] ?? {};
    if (total === 0) return [];
    const names = items.map(({ name }) => escapeHtml(fit(name ?? '…', NAME_LENGTH))).join(', ');
    const more = total > items.length ? ` … +${total - items.length}` : '';
    return [`${turn.say(`broadcast_screens.count_${kind}`, { count: String(total) })}\n${names}${more}`];
  });
  return {
    text: [
      turn.say('broadcast_screens.missed_title'),
      ...(blocks.length === 0 ? [turn.say('broadcast_screens.all_told')] : blocks),
    ].join('\n\n'),
    keyboard: [[broadcastButton(turn, id), homeButton(turn)]],
  };
};
