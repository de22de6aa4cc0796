import {
  type AuditLine,
  ERRORS,
  type ErrorCode,
  type Language,
  type TextKey,
  type Texts,
  textKeys,
} from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import { listAuditLines } from './store.ts';

/** Keys of the catalogue that have no placeholders. */
type PlainKey = Extract<TextKey, `audit.${string}` | `error.${string}`>;

const known = new Set<string>(textKeys());

const isKey = (key: string): key is PlainKey => known.has(key);

/** Programs of another version may have done what this one has no words for: then its name stands for it. */
const actionInWords = (texts: Texts, language: Language, action: string): string => {
  const key = `audit.action.${action}`;
  return isKey(key) ? texts(language, key) : action;
};

const outcomeInWords = (texts: Texts, language: Language, outcome: string): string => {
  const key = Object.hasOwn(ERRORS, outcome) ? `error.${outcome as ErrorCode}` : `audit.outcome.${outcome}`;
  return isKey(key) ? texts(language, key) : outcome;
};

/** @param texts put names of actions and outcomes into the reader's language */
export const createAuditActions = (texts: Texts): HandlersOf<'audit'> => ({
  'audit.list': async ({ tx, actor }, { limit, ...filter }) => {
    const { actor: by, action, subject_id, outcome, from, to, before } = filter;
    const wanted = { actor: by, action, subject_id, outcome, from, to, before };
    const lines = await listAuditLines(tx, wanted, limit + 1);
    const items = lines.slice(0, limit).map(
      (line): AuditLine => ({
        ...line,
        action_in_words: actionInWords(texts, actor.language, line.action),
        outcome_in_words: outcomeInWords(texts, actor.language, line.outcome),
      }),
    );
    return { items, next: lines.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});
