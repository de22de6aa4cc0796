import type { MessageView } from '@okno/telegram';
import { ANNA, HAIRCUT } from './fake-backend.test.ts';
import type { World } from './world.test.ts';

export const TODAY = '2026-03-02';
/** At the salon's clock, which stands at ten in the morning. */
export const at = (time: string, day = TODAY): string =>
  new Date(`${day}T${time}:00+03:00`).toISOString().replace('.000', '');

export const book = ({ backend }: World, time: string, day?: string, specialist_id = ANNA) =>
  backend.book({ service_id: HAIRCUT, specialist_id, starts_at: at(time, day) });

export const labels = ({ inline_keyboard = [] }: MessageView): string[] =>
  inline_keyboard.flat().map(({ text }) => text);

/** From the day to the card of the visit at this time. */
export const openVisit = async ({ olga, shows }: World, time: string): Promise<MessageView> => {
  await olga.type('/day');
  await shows(`${time}–`);
  await olga.tap(`${time} Olga`);
  return shows('✅ Booked');
};

/** From the card to the question why the visit is cancelled. */
export const askedWhy = async ({ olga, shows }: World): Promise<MessageView> => {
  await olga.tap('❌ Cancel');
  await shows('Cancel this visit?');
  await olga.tap('✍️ With a reason');
  return shows('Why is it cancelled?');
};
