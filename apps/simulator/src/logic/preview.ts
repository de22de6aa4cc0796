import type { MessageView } from '../api/protocol.ts';
import type { Say } from '../texts.ts';

/** A message in one line, as a list of chats shows it. */
export const previewOf = ({ text, contact, document, photo, invoice, payment }: MessageView, say: Say): string => {
  const words = text.replace(/\s+/g, ' ').trim();
  const money = invoice?.title ?? (payment && say('paid'));
  return words || contact?.phone_number || document?.file_name || money || (photo ? say('photo') : '');
};
