import { type ChatKey, isChatKey } from './chat-key.ts';

/** Which chats lie open side by side, and which of them the next choice in the list replaces. */
export type Layout = {
  readonly columns: readonly ChatKey[];
  readonly active: number;
  /** On a phone one sees either the list or the active chat. */
  readonly screen: 'list' | 'chat';
};

export const MOST_COLUMNS = 4;

export const emptyLayout: Layout = { columns: [], active: 0, screen: 'list' };

/** Shows a chat in the active column, or goes to it if it is open already. */
export const openChat = (layout: Layout, key: ChatKey): Layout => {
  const at = layout.columns.indexOf(key);
  if (at >= 0) return { ...layout, active: at, screen: 'chat' };
  const columns = layout.columns.length === 0 ? [key] : layout.columns.with(layout.active, key);
  return { columns, active: Math.min(layout.active, columns.length - 1), screen: 'chat' };
};

/** Opens a chat in a column of its own; when there is no room for another, the last one gives way. */
export const openBeside = (layout: Layout, key: ChatKey): Layout => {
  if (layout.columns.includes(key)) return openChat(layout, key);
  const columns = [...layout.columns.slice(0, MOST_COLUMNS - 1), key];
  return { columns, active: columns.length - 1, screen: 'chat' };
};

export const closeColumn = (layout: Layout, key: ChatKey): Layout => {
  const columns = layout.columns.filter((column) => column !== key);
  return { columns, active: Math.max(0, Math.min(layout.active, columns.length - 1)), screen: layout.screen };
};

export const activate = (layout: Layout, key: ChatKey): Layout => {
  const at = layout.columns.indexOf(key);
  return at < 0 || at === layout.active ? layout : { ...layout, active: at };
};

/** Forgets the columns of chats that cannot exist any more; `possible` are the pairs there are. */
export const prune = (layout: Layout, possible: ReadonlySet<ChatKey>): Layout => {
  const columns = layout.columns.filter((key) => possible.has(key));
  if (columns.length === layout.columns.length) return layout;
  return { ...layout, columns, active: Math.max(0, Math.min(layout.active, columns.length - 1)) };
};

/** The columns a list such as `1:11,1:13` names, each once; what is no chat's key is left out. */
export const columnsIn = (list: string): readonly ChatKey[] =>
  [...new Set(list.split(',').filter(isChatKey))].slice(0, MOST_COLUMNS);

type Person = { readonly id: number; readonly language_code: string };

/**
 * What a first visit opens: the first person, and on a wide screen beside them the one in the middle of the list,
 * because clients come first and those who serve them after. A client who speaks the visitor's language goes first.
 */
export const firstColumns = (
  people: readonly Person[],
  bot_id: number,
  { isWide, language }: { isWide: boolean; language: string },
): readonly ChatKey[] => {
  const middle = Math.floor(people.length / 2);
  const first = people.slice(0, middle).find((person) => person.language_code === language) ?? people[0];
  const shown = isWide ? [first, people[middle]] : [first];
  return [...new Set(shown)].flatMap((person): ChatKey[] => (person === undefined ? [] : [`${bot_id}:${person.id}`]));
};
