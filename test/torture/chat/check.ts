import { createTexts, defaultText, OWN_TEXTS, textKeys } from '@okno/contract';
import type { LoggedCall } from '@okno/telegram';
import { escapeHtml } from '../../../packages/bot/src/html.ts';

/** A line of the program's log. */
export type LogLine = { readonly level: string; readonly event?: string; readonly [field: string]: unknown };

const KEYS = new Set<string>(textKeys());
const DOTTED = /\b[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+\b/g;
/** What shows that something was not filled in. */
const LEFTOVERS = /\{\w+[,}]|\bundefined\b|\[object |\bNaN\b|Invalid Date|\bnull\b/;
const LANGUAGES = ['ru', 'en'] as const;
const say = createTexts();

/** The one sentence whose braces are meant: it tells owners what they may write into their news. */
const TAUGHT = LANGUAGES.flatMap((language) =>
  (['in_ru', 'in_en'] as const).map((which) =>
    say(language, 'broadcast_screens.write', {
      language: say(language, `broadcast_screens.${which}`),
      sign: '{name}',
    }),
  ),
);

/** Every text that owners may word anew, as it is written and as it is shown to them. */
const TEMPLATES = new Set(
  LANGUAGES.flatMap((language) => OWN_TEXTS.map(({ key }) => escapeHtml(defaultText(language, key)))),
);

/** Where owners word a text anew they are shown it as it is written, and which placeholders have to stay. */
const REWORDING = LANGUAGES.map((language) => {
  const [before = '', after = ''] = say(language, 'own_texts.placeholders', { names: '|' }).split('|');
  const [asked, first, last] = [say(language, 'own_texts.write'), before, after].map(RegExp.escape);
  return new RegExp(`^${asked}\\n\\n<code>([^<]*)</code>\\n\\n${first}(\\{\\w+\\}(?:, \\{\\w+\\})*)${last}`);
});

/** That question without the text and its own placeholders; anything else stays what it is, also on that very screen. */
const withoutTemplate = (text: string): string => {
  for (const question of REWORDING) {
    const [shown, template = '', names = ''] = question.exec(text) ?? [];
    const isOurs = TEMPLATES.has(template) && names.split(', ').every((name) => template.includes(name.slice(0, -1)));
    if (shown !== undefined && isOurs) return text.slice(shown.length);
  }
  return text;
};

/** What was not filled in. */
const leftOver = (text: string): string | undefined =>
  LEFTOVERS.exec(TAUGHT.reduce((rest, sentence) => rest.replaceAll(sentence, ''), withoutTemplate(text)))?.[0];

/** All words in the parameters of a call, of texts and of buttons. */
const wordsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  // What a button carries is for machines.
  return Object.entries(value).flatMap(([name, inner]) =>
    ['callback_data', 'url', 'data'].includes(name) ? [] : wordsOf(inner),
  );
};

/** What people were shown that no person should read. */
export const strangeWords = (calls: readonly LoggedCall[]): string[] => {
  const found = new Set<string>();
  for (const { method, params } of calls)
    for (const text of wordsOf(params)) {
      const keys = (text.match(DOTTED) ?? []).filter((word) => KEYS.has(word));
      const rest = leftOver(text);
      for (const what of rest === undefined ? keys : [...keys, rest])
        found.add(`${method} shows "${what}" in "${text.slice(0, 80)}"`);
    }
  return [...found];
};

/** Refusals that are no fault of ours: the message or the tap is gone, or nothing has changed. */
const HARMLESS =
  /not modified|message to (edit|delete) not found|message can't be (edited|deleted)|query is too old|blocked by the user|Too Many Requests|bot can't initiate/;

/** Calls that Telegram would have refused because of what they say. */
export const refusedCalls = (calls: readonly LoggedCall[]): string[] => {
  const refused = calls.flatMap(({ method, answer }) => {
    const { ok, description = '' } = answer as { ok: boolean; description?: string };
    return ok || HARMLESS.test(description) ? [] : [`${method} was refused: ${description}`];
  });
  return [...new Set(refused)];
};

/** What the program itself took for a fault. */
export const loudLines = (lines: readonly LogLine[]): string[] =>
  lines
    .filter(({ level }) => level === 'error' || level === 'fatal')
    .map((line) => `the log says ${JSON.stringify(line).slice(0, 400)}`);

/** Rows that a second effect of one wish would leave behind; each gives a sentence. */
export const DOUBLES = {
  bookings: `
    select 'a client has a visit twice at ' || starts_at as sentence from bookings
    where status not in ('cancelled') group by tenant_id, client_id, service_id, starts_at having count(*) > 1`,
  clients: `
    select 'a person is a client twice: ' || telegram_id as sentence from clients
    where telegram_id is not null group by tenant_id, telegram_id having count(*) > 1`,
  overlaps: `
    select 'a specialist is at two visits at ' || a.starts_at as sentence
    from bookings a join bookings b on a.tenant_id = b.tenant_id and a.specialist_id = b.specialist_id and a.id < b.id
      and a.reservation_id <> b.reservation_id and a.starts_at < b.ends_at and b.starts_at < a.ends_at
    where a.status <> 'cancelled' and b.status <> 'cancelled'`,
  changes: `
    select 'a visit was ' || change || ' twice: ' || booking_id as sentence from booking_history
    where change in ('created', 'cancelled') group by tenant_id, booking_id, change having count(*) > 1`,
  histories: `
    select 'a visit has no history: ' || id as sentence from bookings
    where not exists (select from booking_history h where h.tenant_id = bookings.tenant_id and h.booking_id = bookings.id)`,
} as const;
