import { getUpdates } from '../delivery/long-poll.ts';
import { deleteMessage, deleteMessages } from './delete.ts';
import { editMessageCaption, editMessageReplyMarkup, editMessageText } from './edit.ts';
import { getFile, sendDocument, sendPhoto } from './files.ts';
import type { Method } from './method.ts';
import { answerPreCheckoutQuery, refundStarPayment, sendInvoice } from './payments.ts';
import {
  deleteMyCommands,
  getChat,
  getChatMenuButton,
  getMe,
  getMyCommands,
  getMyDescription,
  getMyName,
  getMyShortDescription,
  setChatMenuButton,
  setMyCommands,
  setMyDescription,
  setMyName,
  setMyShortDescription,
} from './profile.ts';
import { answerCallbackQuery, sendChatAction, sendContact, sendMessage } from './send-message.ts';
import { close, logOut } from './session.ts';
import { deleteWebhook, getWebhookInfo, setWebhook } from './webhook.ts';

const all: Readonly<Record<string, Method>> = {
  answerCallbackQuery,
  answerPreCheckoutQuery,
  close,
  deleteMessage,
  deleteMessages,
  deleteMyCommands,
  deleteWebhook,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageText,
  getChat,
  getChatMenuButton,
  getFile,
  getMe,
  getMyCommands,
  getMyDescription,
  getMyName,
  getMyShortDescription,
  getUpdates,
  getWebhookInfo,
  logOut,
  refundStarPayment,
  sendChatAction,
  sendContact,
  sendDocument,
  sendInvoice,
  sendMessage,
  sendPhoto,
  setChatMenuButton,
  setMyCommands,
  setMyDescription,
  setMyName,
  setMyShortDescription,
  setWebhook,
};

export type KnownMethod = { readonly name: string; readonly run: Method };

/** Methods by their name in small letters: Telegram does not mind how they are written. */
export const methods: ReadonlyMap<string, KnownMethod> = new Map(
  Object.entries(all).map(([name, run]) => [name.toLowerCase(), { name, run }]),
);
