import { type Api, GrammyError, InputFile } from 'grammy';
import { troubleOf } from './telegram-errors.ts';
import type { View } from './view.ts';

/** Somebody waits for the answer to a tap: a longer pause than this is worse than none. */
export const PATIENCE_MS = 2000;

/** Milliseconds to wait. */
export type Wait = (ms: number) => Promise<void>;

/** Makes a call, and once more after a short pause that Telegram asked for. Throws grammY's errors. */
export const patiently = async <T>(wait: Wait, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    const trouble = troubleOf(error);
    if (!(error instanceof GrammyError) || trouble?.kind !== 'wait' || trouble.after_ms > PATIENCE_MS) throw error;
    await wait(trouble.after_ms);
    return await call();
  }
};

type Place = { readonly chat_id: number; readonly message_id: number };

const plain = { parse_mode: 'HTML' as const, link_preview_options: { is_disabled: true } };

const inline = ({ keyboard }: View) => ({ inline_keyboard: keyboard });

const sharing = ({ share, later }: NonNullable<View['contact']>) => ({
  keyboard: [[{ text: share, request_contact: true }], [{ text: later }]],
  resize_keyboard: true,
  one_time_keyboard: true,
});

/** Sends a view as a new message; answers its id. Throws grammY's errors. */
export const sendView = async (api: Api, chat_id: number, view: View): Promise<number> => {
  if (view.picture !== undefined) return sendPicture(api, chat_id, view, view.picture);
  const reply_markup = view.contact === undefined ? inline(view) : sharing(view.contact);
  const message = await api.sendMessage(chat_id, view.text, { ...plain, reply_markup });
  return message.message_id;
};

/** A sentence with which the keyboard in place of the phone's own goes; HTML. Throws grammY's errors. */
export const sendFarewell = async (api: Api, chat_id: number, text: string): Promise<void> => {
  await api.sendMessage(chat_id, text, { ...plain, reply_markup: { remove_keyboard: true } });
};

/** Throws grammY's errors. */
export const sendFile = async (api: Api, chat_id: number, file: NonNullable<View['file']>): Promise<void> => {
  await api.sendDocument(chat_id, new InputFile(new TextEncoder().encode(file.text), file.name));
};

const sendPicture = async (api: Api, chat_id: number, view: View, picture: Uint8Array): Promise<number> => {
  const file = new InputFile(picture, 'chart.png');
  const words = { caption: view.text, parse_mode: plain.parse_mode, reply_markup: inline(view) };
  const message = await api.sendPhoto(chat_id, file, words);
  return message.message_id;
};

/**
 * Makes an existing message show a view; true when it does, false when that message can no longer be edited.
 * Throws grammY's other errors.
 */
export const editView = async (api: Api, place: Place, view: View): Promise<boolean> => {
  try {
    await api.editMessageText(place.chat_id, place.message_id, view.text, { ...plain, reply_markup: inline(view) });
    return true;
  } catch (error) {
    const kind = troubleOf(error)?.kind;
    if (kind === 'same') return true;
    if (kind === 'gone') return false;
    throw error;
  }
};

/** Takes a message away; one that is gone already, or too old to be taken back, stays what it is. Throws other errors. */
export const deleteMessage = async (api: Api, { chat_id, message_id }: Place): Promise<void> => {
  try {
    await api.deleteMessage(chat_id, message_id);
  } catch (error) {
    if (troubleOf(error)?.kind !== 'gone') throw error;
  }
};
