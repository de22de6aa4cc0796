import { badRequest, forbidden } from '../core/api-error.ts';
import { jsonParam, messageIdParam, stringParam } from '../core/params.ts';
import { findChat } from '../core/sending.ts';
import { type Chat, emit, type World } from '../core/world.ts';
import type { Call, Method } from './method.ts';

const MAX_MESSAGES = 100;

const chatOf = ({ world, bot, params }: Call): Chat => {
  if (stringParam(params, 'chat_id') === '') throw badRequest('chat identifier is not specified');
  const chat = findChat(world, bot, params);
  if (!chat?.started) throw forbidden("bot can't initiate conversation with a user");
  return chat;
};

/** Telegram takes back messages of both sides in a private chat, for 48 hours. */
const checkAge = (world: World, chat: Chat, id: number): void => {
  const stored = chat.messages.get(id);
  if (stored && world.clock.now() - stored.sent_at > world.limits.delete_within_ms) {
    throw badRequest("message can't be deleted for everyone");
  }
};

const remove = (world: World, chat: Chat, id: number): void => {
  if (!chat.messages.delete(id)) return;
  emit(world, () => ({ type: 'deleted', bot_id: chat.bot_id, person_id: chat.person.id, message_id: id }));
};

/** deleteMessage: one message, at most 48 hours old. */
export const deleteMessage: Method = (call) => {
  const id = messageIdParam(call.params);
  const chat = chatOf(call);
  if (id === 0) throw badRequest('message identifier is not specified');
  if (!chat.messages.has(id)) throw badRequest('message to delete not found');
  checkAge(call.world, chat, id);
  remove(call.world, chat, id);
  return true;
};

const readIds = (value: unknown): readonly number[] => {
  if (value === undefined) throw badRequest('message identifiers are not specified');
  if (!Array.isArray(value)) throw badRequest('expected an Array of message identifiers');
  if (value.length === 0) throw badRequest('message identifiers are not specified');
  if (value.length > MAX_MESSAGES) throw badRequest('too many message identifiers specified');
  const ids = value.map(Number);
  if (!ids.every(Number.isInteger)) throw badRequest("can't parse message identifier as a Number");
  if (ids.some((id) => id <= 0)) throw badRequest('invalid message identifier specified');
  return ids;
};

/** deleteMessages: 1–100 at once; those not found are skipped, one too old refuses them all. */
export const deleteMessages: Method = (call) => {
  const ids = readIds(jsonParam(call.params, 'message_ids', "can't parse message_ids JSON object"));
  const chat = chatOf(call);
  for (const id of ids) checkAge(call.world, chat, id);
  for (const id of ids) remove(call.world, chat, id);
  return true;
};
