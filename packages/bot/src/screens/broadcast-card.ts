import { type Actions, formatDate, type Output } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { escapeHtml } from '../html.ts';
import type { Turn } from '../turn.ts';
import { type Button, fit, type Keyboard, tap, type View } from '../view.ts';
import { broadcastsButton, toBroadcast } from './broadcast-ways.ts';
import { homeButton } from './menu.ts';
import { momentOf } from './staff-words.ts';

export type Broadcast = Output<Actions['broadcasts.get']>;
type Act = TargetOf<'broadcast'>['act'];

/** Two texts and the numbers are to fit into one message; as a whole it is seen in the preview and the test. */
const EXCERPT = 900;
/** How the progress is drawn. */
const BAR = 10;

/** A message to many as it stands: a draft with what can still be changed, or how far it is. */
export const broadcastView = async (turn: Turn, one: Broadcast): Promise<View> =>
  one.status === 'draft' ? draftView(turn, one) : progressView(turn, one);

const draftView = async (turn: Turn, one: Broadcast): Promise<View> => {
  const [preview, whom] = await Promise.all([
    turn.ask('broadcasts.preview', { id: one.id }),
    segmentWords(turn, one.segment),
  ]);
  const { ru, en } = preview.by_language;
  const { unreachable, opted_out, without_chat } = preview;
  const left = { unreachable: String(unreachable), opted_out: String(opted_out), without_chat: String(without_chat) };
  return {
    text: [
      ...headLines(turn, one),
      turn.say('broadcast_screens.to', { whom }),
      turn.say('broadcast_screens.reach', { count: preview.recipients }),
      turn.say('broadcast_screens.by_language', { ru: String(ru), en: String(en) }),
      ...(unreachable + opted_out + without_chat > 0 ? [turn.say('broadcast_screens.left_out', left)] : []),
      turn.say(one.quiet_hours ? 'broadcast_screens.quiet' : 'broadcast_screens.any_hour'),
    ].join('\n'),
    keyboard: draftKeyboard(turn, one),
  };
};

const draftKeyboard = (turn: Turn, { id, quiet_hours }: Broadcast): Keyboard => {
  const to = (act: Act, label: string, style?: 'primary' | 'danger'): Button =>
    tap(label, toBroadcast(act, id, { nonce: nonceOf(turn.update_id) }), style);
  const quiet = toBroadcast('quiet', id, { number: quiet_hours ? 0 : 1 });
  return [
    [to('write_ru', turn.label('broadcast_screens.text_ru')), to('write_en', turn.label('broadcast_screens.text_en'))],
    [to('whom', turn.label('broadcast_screens.whom'))],
    [tap(turn.label(quiet_hours ? 'broadcast_screens.set_any_hour' : 'broadcast_screens.set_quiet'), quiet)],
    [to('look', turn.label('broadcast_screens.look')), to('test', turn.label('broadcast_screens.test'))],
    [to('ask_start', turn.label('broadcast_screens.send'), 'primary')],
    [to('ask_cancel', turn.label('broadcast_screens.drop'))],
    [broadcastsButton(turn), homeButton(turn)],
  ];
};

/** What it is at, and what it says. */
const headLines = (turn: Turn, one: Broadcast): string[] => [
  statusLine(turn, one),
  '',
  ...(['ru', 'en'] as const).flatMap((language) => {
    const text = one.texts[language];
    return text === undefined
      ? []
      : [turn.say(`broadcast_screens.said_${language}`), escapeHtml(fit(text, EXCERPT)), ''];
  }),
];

const statusLine = (turn: Turn, { status, starts_at }: Broadcast): string =>
  status === 'scheduled' && starts_at !== null
    ? turn.say('broadcast_screens.begins', momentOf(turn, turn.me.tenant.time_zone, starts_at))
    : turn.say(`broadcast_screens.${status}`);

/** How far it is; while something happens the message tells it by itself. */
const progressView = (turn: Turn, one: Broadcast): View => {
  const moves = one.status === 'running' || one.status === 'scheduled';
  const alive = async (): Promise<View> => broadcastView(turn, await turn.ask('broadcasts.get', { id: one.id }));
  return {
    text: [...headLines(turn, one), ...progressLines(turn, one)].join('\n'),
    keyboard: progressKeyboard(turn, one),
    ...(moves ? { alive } : {}),
  };
};

const progressLines = (turn: Turn, { status, progress }: Broadcast): string[] => {
  if (status === 'scheduled') return [];
  const { complete, total, waiting, sent } = progress;
  const done = total - waiting;
  const share = total === 0 ? Number(complete) : done / total;
  const full = Math.floor(share * BAR);
  const over = status === 'cancelled' || status === 'finished';
  const lines = (['failed', 'unreachable', 'opted_out', 'uncertain'] as const).flatMap((kind) =>
    progress[kind] === 0 ? [] : [turn.say(`broadcast_screens.count_${kind}`, { count: String(progress[kind]) })],
  );
  return [
    ...(over ? [] : ['▓'.repeat(full) + '░'.repeat(BAR - full)]),
    turn.say('broadcast_screens.count_sent', { sent: String(sent), total: String(total) }),
    ...(complete || over ? [] : [turn.say('broadcast_screens.growing')]),
    ...lines,
    ...(waiting === 0
      ? []
      : [
          turn.say(over ? 'broadcast_screens.never_told' : 'broadcast_screens.count_waiting', {
            count: String(waiting),
          }),
        ]),
  ];
};

const progressKeyboard = (turn: Turn, { id, status, progress }: Broadcast): Keyboard => {
  const nonce = nonceOf(turn.update_id);
  const to = (act: Act, label: string): Button => tap(label, toBroadcast(act, id, { nonce }));
  const over = status === 'finished' || status === 'cancelled';
  const missed = progress.failed + progress.unreachable + progress.uncertain > 0;
  const stop = to('ask_cancel', turn.label('broadcast_screens.call_off'));
  return [
    ...(status === 'paused' ? [[to('resume', turn.label('broadcast_screens.resume')), stop]] : []),
    ...(over || status === 'paused' ? [] : [[to('pause', turn.label('broadcast_screens.pause')), stop]]),
    ...(over ? [] : [[to('show', turn.label('broadcast_screens.refresh'))]]),
    ...(missed ? [[to('missed', turn.label('broadcast_screens.missed'))]] : []),
    [broadcastsButton(turn), homeButton(turn)],
  ];
};

/** For whom it is, in words; plain text. */
export const segmentWords = async (turn: Turn, segment: Broadcast['segment']): Promise<string> => {
  const { service_id, tag, last_visit_before: before, last_visit_from: from } = segment;
  const date = (day: string): { day: string } => ({ day: formatDate(turn.language, day, turn.now) });
  const parts = [
    ...(service_id === undefined
      ? []
      : [turn.label('broadcast_screens.of_service', { service: await serviceName(turn, service_id) })]),
    ...(tag === undefined ? [] : [turn.label('broadcast_screens.of_tag', { tag })]),
    ...(before === undefined ? [] : [turn.label('broadcast_screens.away_since', date(before))]),
    ...(from === undefined ? [] : [turn.label('broadcast_screens.here_since', date(from))]),
  ];
  return parts.length === 0 ? turn.label('broadcast_screens.all') : parts.join('; ');
};

const serviceName = async (turn: Turn, id: string): Promise<string> => {
  const { services } = await turn.catalogue();
  return services.find((one) => one.id === id)?.name ?? '…';
};
