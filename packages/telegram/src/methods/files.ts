import { createHash } from 'node:crypto';
import { badRequest } from '../core/api-error.ts';
import { stringParam, type Upload } from '../core/params.ts';
import { sendToChat, writableChat } from '../core/sending.ts';
import type { TgFileRef, TgMessage } from '../core/telegram-types.ts';
import type { Bot, StoredFile } from '../core/world.ts';
import { CAPTION_FIELD, formatText, isLongerThan } from '../text/format.ts';
import { readMarkup } from '../text/markup.ts';
import { imageSize } from './image-size.ts';
import type { Call, Method } from './method.ts';

const MAX_CAPTION = 1024;
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
/** Telegram takes 50 MB; the emulator keeps files in memory and needs no large ones. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;

const hash = (...parts: readonly (string | Buffer)[]): string => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('base64url');
};

/** Keeps a file; the same one twice is one. `kind`: the folder it is kept in. */
export const storeFile = (bot: Bot, kind: 'photos' | 'documents', upload: Upload): StoredFile => {
  const unique = hash(upload.content).slice(0, 16);
  const fileId = `${kind === 'photos' ? 'AgAC' : 'BQAC'}${hash(String(bot.id), unique, kind)}`;
  const known = bot.files.get(fileId);
  if (known) return known;
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(upload.file_name)?.[0] ?? '';
  const file: StoredFile = {
    file_id: fileId,
    file_unique_id: unique,
    file_path: `${kind}/file_${bot.files.size}${extension}`,
    file_name: upload.file_name,
    mime_type: upload.mime_type,
    content: upload.content,
  };
  bot.files.set(fileId, file);
  return file;
};

/** The file of a parameter: uploaded under its own name, by `attach://`, or known by its file_id. */
const readFile = (call: Call, name: 'photo' | 'document'): StoredFile => {
  const value = stringParam(call.params, name);
  const upload = value.startsWith('attach://') ? call.files.get(value.slice('attach://'.length)) : call.files.get(name);
  if (upload) {
    if (upload.content.length === 0) throw badRequest('file must be non-empty');
    const limit = name === 'photo' ? MAX_PHOTO_BYTES : MAX_FILE_BYTES;
    if (upload.content.length > limit) throw badRequest('file is too big');
    return storeFile(call.bot, `${name}s`, upload);
  }
  if (value === '') throw badRequest(`there is no ${name} in the request`);
  const known = call.bot.files.get(value);
  if (known) return known;
  // The emulator fetches nothing from the network, and says so in Telegram's words.
  if (/^https?:\/\//i.test(value)) throw badRequest('failed to get HTTP URL content');
  throw badRequest('wrong file identifier/HTTP URL specified');
};

/** How the API names a file. */
export const fileReference = (file: StoredFile): TgFileRef => ({
  file_id: file.file_id,
  file_unique_id: file.file_unique_id,
  file_size: file.content.length,
});

type Media = Pick<TgMessage, 'photo' | 'document'>;

const sendMedia = (call: Call, makeMedia: () => Media): TgMessage => {
  const { world, bot, params } = call;
  const { text, entities } = formatText(params, CAPTION_FIELD);
  const markup = readMarkup(params);
  const chat = writableChat(world, bot, params);
  if (isLongerThan(text, MAX_CAPTION)) throw badRequest('message caption is too long');
  const caption = {
    ...(text === '' ? {} : { caption: text }),
    ...(entities.length > 0 ? { caption_entities: entities } : {}),
  };
  return sendToChat(world, bot, chat, { params, content: { ...makeMedia(), ...caption }, markup });
};

/** sendPhoto: PNG or JPEG, up to 10 MB. */
export const sendPhoto: Method = (call) =>
  sendMedia(call, () => {
    const file = readFile(call, 'photo');
    const size = imageSize(file.content);
    if (!size) throw badRequest('IMAGE_PROCESS_FAILED');
    return { photo: [{ ...fileReference(file), ...size }] };
  });

/** sendDocument: any file, up to 20 MB here. */
export const sendDocument: Method = (call) =>
  sendMedia(call, () => {
    const file = readFile(call, 'document');
    return { document: { ...fileReference(file), file_name: file.file_name, mime_type: file.mime_type } };
  });

/** getFile: where to download a file, below `/file/bot<token>/`. */
export const getFile: Method = ({ bot, params }) => {
  const fileId = stringParam(params, 'file_id');
  if (fileId === '') throw badRequest('file_id not specified');
  const file = bot.files.get(fileId);
  if (!file) throw badRequest('invalid file_id');
  return { ...fileReference(file), file_path: file.file_path };
};

/** The file that `getFile` named by this path. */
export const findFileByPath = (bot: Bot, path: string): StoredFile | undefined => {
  for (const file of bot.files.values()) if (file.file_path === path) return file;
  return undefined;
};
