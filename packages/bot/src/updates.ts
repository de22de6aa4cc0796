import { AppError } from '@okno/contract';
import { Composer } from 'grammy';
import { admitted, paceOfTap } from './admit.ts';
import { awayReply, withAge } from './away.ts';
import { readTarget, type Target } from './callback-data.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName } from './commands.ts';
import { equip, type Face, type FaceContext } from './context.ts';
import type { LogEntry } from './deps.ts';
import type { Open } from './dialogues.ts';
import { tellReachable } from './reachability.ts';
import { refusalReply, sentence } from './refusals.ts';
import { takeManaging } from './screens/managing-words.ts';
import { homeButton, menuView } from './screens/menu.ts';
import { openTarget } from './screens/open.ts';
import { leavePhone, takeContact } from './screens/phone.ts';
import { reviewedIn, writeReview } from './screens/review.ts';
import { lostView, takeWords } from './screens/review-words.ts';
import { takeText } from './screens/text-words.ts';
import { cancelBecause } from './screens/visit-cancelling.ts';
import type { Shown } from './talk.ts';
import { beginTurn, type Turn } from './turn.ts';
import type { Reply, View } from './view.ts';
import { createVoice } from './voice.ts';

/** One tree of handlers for all bots: a tree per bot would cost fifteen times the memory. */
export const createUpdates = (face: Face): Composer<FaceContext> => {
  const updates = new Composer<FaceContext>();
  updates.use(equip(face));
  updates.on('my_chat_member', (ctx) => onMembership(face, ctx));

  const inPrivate = updates.chatType('private');
  inPrivate.on('callback_query:data', (ctx) => onTap(face, ctx, ctx.callbackQuery.data));
  // In a tree of their own: grammY enters all that stand side by side, one within the other, before it asks the first.
  const written = inPrivate.on('message');
  for (const name of COMMAND_NAMES) {
    written.command(name, (ctx) => onCommand(face, ctx, name, ctx.match.trim()));
  }
  written.use((ctx) => onAnythingElse(face, ctx));

  // Outside private chats there is nothing to tap, but a tap never goes without an answer.
  updates.on('callback_query', (ctx) => ctx.talk.answer());
  updates.chatType(['group', 'supergroup']).command(COMMAND_NAMES, (ctx) => inviteToPrivate(face, ctx));
  return updates;
};

const onTap = (face: Face, ctx: FaceContext, data: string): Promise<void> => {
  const target = readTarget(data);
  return admitted(face, ctx, paceOfTap(target), () => {
    if (target !== undefined) return respond(face, ctx, target, (turn) => openTarget(turn, target));
    return respond(face, ctx, { screen: 'menu', fresh: false }, async (turn) => ({
      ...menuView(turn),
      toast: turn.label('hint.old_menu'),
    }));
  });
};

/** A command leaves any dialogue: whoever gives one wants something else. */
const onCommand = (face: Face, ctx: FaceContext, name: CommandName, rest: string): Promise<void> =>
  admitted(face, ctx, 'message', () =>
    respond(face, ctx, null, async (turn) => {
      const left = await turn.dialogues.leave(turn);
      const view =
        name === 'cancel' && left !== 'none' ? menuView(turn, 'hint.left') : await COMMANDS[name](turn, rest);
      // Its keyboard in place of the phone's own goes with it.
      return typeof left === 'object' && left.name === 'phone' ? { ...view, farewell: turn.say('phone.left') } : view;
    }),
  );

/** Messages that Telegram writes about a chat; nobody said anything. */
const SERVICE_MESSAGES = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'write_access_allowed',
  'chat_background_set',
] as const;

const onAnythingElse = async (face: Face, ctx: FaceContext): Promise<void> => {
  const { message } = ctx;
  if (message === undefined || SERVICE_MESSAGES.some((kind) => kind in message)) return;
  const album = message.media_group_id;
  if (album !== undefined && face.memory.isSameAlbum(ctx.me.id, message.chat.id, album)) return;
  const booking = reviewedIn(message.reply_to_message, ctx.me.id);
  const { text } = message;
  await admitted(face, ctx, 'message', () =>
    respond(face, ctx, null, async (turn) => {
      // What is said of a visit may stand below a picture.
      if (booking !== undefined) return writeReview(turn, { booking, text: text ?? message.caption ?? '' });
      if (message.contact !== undefined) return takeContact(turn, message.contact);
      return text === undefined ? menuView(turn, 'hint.text') : heard(turn, text);
    }),
  );
};

/** Words without a question before them get a hint; those that a dialogue waits for are taken. */
const heard = async (turn: Turn, text: string): Promise<View> => {
  const found = await turn.dialogues.find(turn);
  if (found === 'none') return menuView(turn, 'hint.text');
  if (found !== 'lost') return listen(turn, found, text);
  await turn.dialogues.leave(turn);
  return lostView(turn);
};

/** Whose words they are, by what the dialogue is about. */
const listen = async (turn: Turn, open: Open, text: string): Promise<View> => {
  const { dialogue, kept } = open;
  switch (dialogue.name) {
    case 'own_text':
      return takeText(turn, { dialogue, kept }, text);
    case 'cancel_reason':
      return cancelBecause(turn, { dialogue, kept }, text);
    case 'phone':
      return leavePhone(turn);
    case 'review_words':
      return takeWords(turn, { dialogue, kept }, text);
    default:
      return takeManaging(turn, { dialogue, kept }, text);
  }
};

/** Blocking the bot and coming back arrive as changes of its membership. */
const onMembership = async (face: Face, ctx: FaceContext): Promise<void> => {
  const change = ctx.myChatMember;
  if (change === undefined) return;
  const { status } = change.new_chat_member;
  if (change.chat.type === 'private') {
    const origin = { request_id: ctx.request_id, bot_id: ctx.me.id };
    const log = (entry: LogEntry) => face.deps.log({ ...origin, ...entry });
    return tellReachable({ ask: ctx.ask, log }, status !== 'kicked');
  }
  const joined =
    ['left', 'kicked'].includes(change.old_chat_member.status) && ['member', 'administrator'].includes(status);
  if (joined && change.chat.type !== 'channel') await inviteToPrivate(face, ctx);
};

const inviteToPrivate = async ({ deps }: Face, ctx: FaceContext): Promise<void> => {
  const voice = createVoice(deps.texts, ctx.language, deps.now());
  const url = `https://t.me/${ctx.me.username}`;
  const keyboard = [[{ text: voice.label('hint.group_open'), url }]];
  await ctx.talk.present({ text: voice.say('hint.group'), keyboard }, false);
};

/** Runs one exchange: who asks, what they get, and what to say when the backend refuses. */
const respond = async (
  face: Face,
  ctx: FaceContext,
  target: Target | null,
  open: (turn: Turn) => Promise<Reply>,
): Promise<void> => {
  const fresh = target !== null && 'fresh' in target && target.fresh;
  const reply = await replyTo(face, ctx, target, open);
  if ('text' in reply && !fresh) await leaveFollowed(face, ctx);
  const shown = await ctx.talk.present(reply, fresh);
  if (shown !== undefined && 'text' in reply) await tidyUp(face, ctx, reply, shown);
  await fitCommands(face, ctx, 'text' in reply ? reply.commanded : undefined);
};

/** Before the tapped message becomes another one. Clients have none that go on telling, and are not kept waiting. */
const leaveFollowed = async ({ memory, followers }: Face, { me, chatId, from, callbackQuery }: FaceContext) => {
  const message_id = callbackQuery?.message?.message_id;
  if (message_id === undefined || chatId === undefined || from === undefined) return;
  if (memory.knownMe(me.id, from.id)?.role !== 'client')
    await followers.leave({ bot_id: me.id, chat_id: chatId, message_id });
};

/** The commands of whoever was answered, and of somebody who may do other things now because of it. */
const fitCommands = async (face: Face, ctx: FaceContext, other: View['commanded']): Promise<void> => {
  const telegram_id = ctx.from?.id;
  const me = telegram_id === undefined ? undefined : face.memory.knownMe(ctx.me.id, telegram_id);
  const bot = { bot_id: ctx.me.id, texts: await face.wordings.of(ctx.me.id, ctx.ask) };
  if (me !== undefined && telegram_id !== undefined) await face.commands.fit(ctx.api, bot, { ...me, telegram_id });
  if (other !== undefined) await face.commands.fit(ctx.api, bot, other);
};

/** A chat has one menu: the one before goes when another comes. What became the card of a booking stays. */
const tidyUp = async (
  { menus, followers }: Face,
  ctx: FaceContext,
  view: View,
  { message_id, is_new }: Shown,
): Promise<void> => {
  const { me, chatId } = ctx;
  if (chatId === undefined) return;
  const place = { bot_id: me.id, chat_id: chatId, message_id };
  followers.follow(ctx.api, place, view);
  if (view.stays && !is_new) await menus.keep(place);
  if (!view.stays && is_new) await menus.replace(place, ctx.talk.remove);
};

const replyTo = async (
  face: Face,
  ctx: FaceContext,
  target: Target | null,
  open: (turn: Turn) => Promise<Reply>,
): Promise<Reply> => {
  let turn: Turn | undefined;
  try {
    turn = await turnOf(face, ctx);
    return withAge(turn, await open(turn), ctx.as_of);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.outcome = error.code;
    // A role that was taken away shows itself here first.
    if (error.code === 'forbidden' && ctx.from !== undefined) face.memory.forgetMe(ctx.me.id, ctx.from.id);
    const plain = (refusal: AppError): Reply =>
      sentence(turn ?? createVoice(face.deps.texts, ctx.language, face.deps.now()), refusal, target !== null);
    if (turn === undefined) return plain(error);
    const away = awayReply(turn, target, error);
    if (away !== undefined) return away;
    return refusalReply(turn, target, error).catch((next: unknown) => {
      if (next instanceof AppError) return plain(error);
      throw next;
    });
  }
};

const turnOf = ({ deps, memory, dialogues, wordings }: Face, ctx: FaceContext): Promise<Turn> => {
  const { callbackQuery } = ctx;
  const message_id = callbackQuery?.message?.message_id;
  const data = callbackQuery?.data;
  return beginTurn(
    { memory, dialogues, wordings, now: deps.now },
    {
      bot_id: ctx.me.id,
      bot_username: ctx.me.username,
      telegram_id: ctx.from?.id ?? 0,
      chat_id: ctx.chatId ?? 0,
      update_id: ctx.update.update_id,
      tapped: message_id === undefined || data === undefined ? undefined : { message_id, data },
      ask: ctx.ask,
    },
  );
};

/** The last word when something of ours broke: a sentence, and the menu. Throws grammY's errors. */
export const apologise = async (face: Face, ctx: FaceContext): Promise<void> => {
  const voice = createVoice(face.deps.texts, ctx.language, face.deps.now());
  await ctx.talk.present({ text: voice.say('problem.unexpected'), keyboard: [[homeButton(voice)]] }, true);
};
