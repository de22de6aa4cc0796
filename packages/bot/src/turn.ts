import type { Texts } from '@okno/contract';
import { AppError, type Client } from '@okno/contract';
import type { Dialogues } from './dialogues.ts';
import type { Catalogue, Me, Memory, Service, Specialist } from './memory.ts';
import { createVoice, type Voice } from './voice.ts';
import type { Wordings } from './wordings.ts';

/** The message whose button was tapped; `data` is that button's. */
type Tapped = { readonly message_id: number; readonly data: string };

/** What a screen is given: who asks, where, when, and the backend's ear. */
export type Turn = Voice & {
  readonly bot_id: number;
  /** For links that lead here; without the @. */
  readonly bot_username: string;
  readonly telegram_id: number;
  readonly chat_id: number;
  readonly update_id: number;
  readonly tapped: Tapped | undefined;
  readonly me: Me;
  readonly ask: Client;
  readonly catalogue: () => Promise<Catalogue>;
  readonly dialogues: Dialogues;
  /** The texts of this business. */
  readonly texts: Texts;
  /** Some of them were worded anew. */
  readonly forgetTexts: () => void;
  /** Replaces what is known about the person after they changed it. */
  readonly keepMe: (me: Me) => void;
  /** Who they are is asked again next time. */
  readonly forgetMe: () => void;
};

/** Where an update came from. */
export type Origin = Pick<Turn, 'bot_id' | 'bot_username' | 'telegram_id' | 'chat_id' | 'update_id' | 'tapped' | 'ask'>;

/** Finds out who is asking (from memory, as a rule). Throws AppError. */
export const beginTurn = async (
  deps: { memory: Memory; dialogues: Dialogues; wordings: Wordings; now: () => number },
  origin: Origin,
): Promise<Turn> => {
  const { bot_id, telegram_id, ask } = origin;
  const me = await deps.memory.me(bot_id, telegram_id, ask);
  const texts = await deps.wordings.of(bot_id, ask);
  return {
    ...origin,
    ...createVoice(texts, me.language, deps.now()),
    me,
    texts,
    forgetTexts: () => deps.wordings.forget(bot_id),
    dialogues: deps.dialogues,
    catalogue: () => deps.memory.catalogue(bot_id, me.language, ask),
    keepMe: (changed) => deps.memory.keepMe(bot_id, telegram_id, changed),
    forgetMe: () => deps.memory.forgetMe(bot_id, telegram_id),
  };
};

/** The same turn in the words of a changed `me`. */
export const withMe = (turn: Turn, me: Me): Turn => ({
  ...turn,
  ...createVoice(turn.texts, me.language, turn.now),
  me,
});

/** A service of the catalogue; throws `not_found` for one that is no longer offered. */
export const findService = (catalogue: Catalogue, id: string): Service => {
  const service = catalogue.services.find((one) => one.id === id);
  if (service === undefined) throw new AppError('not_found', { service_id: id });
  return service;
};

/** A specialist of the catalogue, null for "any"; throws `not_found` for one who is not there. */
export const findSpecialist = (catalogue: Catalogue, id: string | null): Specialist | null => {
  if (id === null) return null;
  const specialist = catalogue.specialists.find((one) => one.id === id);
  if (specialist === undefined) throw new AppError('not_found', { specialist_id: id });
  return specialist;
};

/** Who gives a service, in the order of the catalogue. */
export const givers = (catalogue: Catalogue, service: Service): Specialist[] =>
  catalogue.specialists.filter(
    (one) => service.specialist_ids.includes(one.id) || one.service_ids.includes(service.id),
  );
