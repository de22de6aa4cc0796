import type { ButtonView, MessageView, PersonInChat } from '@okno/telegram';

/** What happens in a chat, written down as it is read; `look` adds what has changed since the last time. */
export type Transcript = {
  /** What the person does, or what happens elsewhere. */
  readonly add: (line: string) => void;
  readonly look: () => void;
  readonly text: () => string;
};

export const createTranscript = (chat: PersonInChat): Transcript => {
  const lines: string[] = [];
  let seen = photograph(chat);
  const add = (line: string): void => {
    if (lines.length > 0) lines.push('');
    lines.push(line);
  };
  return {
    add,
    look: () => {
      const now = photograph(chat);
      for (const part of changesOf(seen, now)) add(part);
      seen = now;
    },
    text: () => `${lines.join('\n')}\n`,
  };
};

/** The bot's messages by their ids, as they are read, and the keyboard in place of the phone's own. */
type Photograph = { readonly messages: ReadonlyMap<number, string>; readonly reply_keyboard: string };

const photograph = (chat: PersonInChat): Photograph => ({
  messages: new Map(
    chat
      .messages()
      .filter(({ from }) => from === 'bot')
      .map((message) => [message.message_id, written(message)]),
  ),
  reply_keyboard: rowsOf(chat.chat().reply_keyboard?.keyboard).join(' '),
});

const INDENT = '    ';

const written = (message: MessageView): string => {
  const document = message.document === undefined ? [] : [`📎 ${message.document.file_name}`];
  const text = message.text === '' ? [] : message.text.split('\n');
  return [...document, ...text, ...rowsOf(message.inline_keyboard)]
    .map((line) => `${INDENT}${line}`.trimEnd())
    .join('\n');
};

const rowsOf = (rows: readonly (readonly ButtonView[])[] = []): string[] =>
  rows.map((row) => row.map(buttonOf).join(' '));

/** A link shows where it leads; everything else is for whoever taps. */
const buttonOf = ({ text, url }: ButtonView): string => (url === undefined ? `[${text}]` : `[${text} → ${url}]`);

const changesOf = (before: Photograph, after: Photograph): string[] => {
  const parts: string[] = [];
  for (const [id, was] of before.messages)
    if (!after.messages.has(id)) parts.push(`(gone: “${was.trim().split('\n')[0]}”)`);
  for (const [id, is] of after.messages) {
    const was = before.messages.get(id);
    if (was === undefined) parts.push(`Bot:\n${is}`);
    else if (was !== is) parts.push(`Bot, in the same message:\n${is}`);
  }
  if (before.reply_keyboard !== after.reply_keyboard)
    parts.push(after.reply_keyboard === '' ? '(no keyboard any more)' : `(keyboard: ${after.reply_keyboard})`);
  return parts;
};
