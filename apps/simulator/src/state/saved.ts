import type { Language } from '../texts.ts';
import { type ChatKey, isChatKey } from './chat-key.ts';
import type { ReadMark, ReadMarks } from './unread.ts';

export type Theme = 'auto' | 'light' | 'dark';

/** What the page remembers in this browser between visits. */
export type Saved = {
  readonly columns: readonly ChatKey[];
  readonly active: number;
  readonly theme: Theme;
  /** Absent: as the browser prefers. */
  readonly language?: Language | undefined;
  readonly hint_closed: boolean;
  readonly read: ReadMarks;
};

export const SAVED_KEY = 'okno.simulator';

/** What was saved, field by field: whatever is missing or broken falls back to a first visit's. */
export const parseSaved = (json: string | null): Saved => {
  const saved = asObject(json);
  const { active, theme, language } = saved;
  return {
    columns: Array.isArray(saved['columns']) ? saved['columns'].filter(isChatKey) : [],
    active: typeof active === 'number' && active >= 0 ? active : 0,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    language: language === 'ru' || language === 'en' ? language : undefined,
    hint_closed: saved['hint_closed'] === true,
    read: asMarks(saved['read']),
  };
};

const asObject = (json: string | null): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Somebody edited it by hand: a first visit is better than no page.
    return {};
  }
};

const asMarks = (value: unknown): ReadMarks => {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [ChatKey, ReadMark] => isChatKey(entry[0]) && isMark(entry[1])),
  );
};

const isMark = (value: unknown): value is ReadMark =>
  typeof value === 'object' &&
  value !== null &&
  'message_id' in value &&
  typeof value.message_id === 'number' &&
  'sent_at' in value &&
  typeof value.sent_at === 'number';
