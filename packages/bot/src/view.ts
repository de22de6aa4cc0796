import type { Language, Role } from '@okno/contract';
import type { InlineKeyboardButton } from 'grammy/types';
import { type Target, writeTarget } from './callback-data.ts';

export type Button = InlineKeyboardButton;
export type Keyboard = Button[][];

/** Whose commands they are: what they may do here, and in which language; null: as before. */
export type Commanded = {
  readonly telegram_id: number;
  readonly role: Role;
  readonly specialist_id: string | null;
  readonly language: Language | null;
};

/** What a screen shows: HTML text and buttons. */
export type View = {
  readonly text: string;
  readonly keyboard: Keyboard;
  /** Appears for a moment over the chat after a tap. */
  readonly toast?: string;
  /** The booking of which this is the card. */
  readonly card_of?: string;
  /** No card, and yet what a notice brings: it is remembered, so that the notice finds it there. */
  readonly brought?: true;
  /** A PNG above the text. It comes as a message of its own: what shows words cannot be made to show a picture. */
  readonly picture?: Uint8Array;
  /** Not a menu: the message is not taken away when another one comes. */
  readonly stays?: true;
  /** Sent after the view, as a message of its own. */
  readonly file?: { readonly name: string; readonly text: string };
  /**
   * Telegram shares a number only from a keyboard in place of the phone's own: these are its two buttons. Such a view is
   * a new message without others.
   */
  readonly contact?: { readonly share: string; readonly later: string };
  /** It goes on telling how far something is: how it looks a little later. */
  readonly alive?: () => Promise<View>;
  /** Somebody may do other things now: the commands in their chat become others. */
  readonly commanded?: Commanded;
  /** Said before the view, in a message of its own that takes such a keyboard away. */
  readonly farewell?: string;
};

/** An answer that leaves the message as it is. An alert must be closed by hand. */
export type Toast = { readonly toast: string; readonly alert: boolean };

export type Reply = View | Toast;

/** More does not fit on one line of a phone. */
export const MAX_LABEL = 30;

/** Cuts a text to `length` characters, without breaking one in two. */
export const fit = (text: string, length: number): string => {
  if (text.length <= length) return text;
  const characters = [...text];
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
};

/** A button that leads to a screen; `label` is plain text, no HTML. */
export const tap = (label: string, target: Target, style?: 'danger' | 'success' | 'primary'): Button => ({
  text: fit(label, MAX_LABEL),
  callback_data: writeTarget(target),
  ...(style === undefined ? {} : { style }),
});

/** Buttons in rows of `columns`. */
export const inRows = (buttons: readonly Button[], columns: number): Keyboard =>
  Array.from({ length: Math.ceil(buttons.length / columns) }, (_, row) =>
    buttons.slice(row * columns, (row + 1) * columns),
  );

/** One page of a list with what is needed to leaf through it; a page beyond the end is the last one. */
export const pageOf = <T>(
  items: readonly T[],
  page: number,
  size: number,
): { items: readonly T[]; page: number; pages: number } => {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const shown = Math.min(page, pages - 1);
  return { items: items.slice(shown * size, (shown + 1) * size), page: shown, pages };
};

/** The row of arrows under a paged list; no row for a single page. */
export const pager = (page: number, pages: number, target: (page: number) => Target): Keyboard => {
  const row: Button[] = [];
  if (page > 0) row.push(tap('‹', target(page - 1)));
  if (page < pages - 1) row.push(tap('›', target(page + 1)));
  return row.length === 0 ? [] : [row];
};
