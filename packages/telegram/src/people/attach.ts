import type { Upload } from '../core/params.ts';
import { fileReference, storeFile } from '../methods/files.ts';
import { imageSize } from '../methods/image-size.ts';
import { type Place, post } from './actions.ts';
import { Refusal } from './refusal.ts';

const MAX_CAPTION = 1024;
/** What a bot may fetch of what people send. */
const MAX_BYTES = 20 * 1024 * 1024;

/** Sends a file as the person: a picture as a photo, anything else as a document. Gives the message's id. Throws Refusal. */
export const sendFile = (place: Place, upload: Upload, caption = ''): number => {
  const { bot } = place;
  if (upload.content.length === 0) throw new Refusal('the file must not be empty');
  if (upload.content.length > MAX_BYTES) throw new Refusal('the file must have at most 20 MB');
  if ([...caption].length > MAX_CAPTION) throw new Refusal(`caption must have at most ${MAX_CAPTION} characters`);
  const words = caption === '' ? {} : { caption };
  const size = upload.mime_type.startsWith('image/') ? imageSize(upload.content) : undefined;
  const file = storeFile(bot, size ? 'photos' : 'documents', upload);
  if (size) return post(place, { photo: [{ ...fileReference(file), ...size }], ...words });
  const { file_name, mime_type } = file;
  return post(place, { document: { ...fileReference(file), file_name, mime_type }, ...words });
};
