import type { Booking, Notice } from '@okno/contract';
import { uuid } from './fake-backend.test.ts';
import { BOT_ID, PERSON_ID, testWorld, type World } from './world.test.ts';

export const noticeOf = (booking: Booking, fields: Partial<Notice>): Notice => ({
  id: uuid(500),
  kind: 'booking_created',
  audience: 'client',
  bot_id: BOT_ID,
  telegram_id: PERSON_ID,
  language: 'en',
  booking,
  before: null,
  series: null,
  minutes_before: null,
  late_minutes: null,
  nearest: null,
  phone: null,
  free: false,
  message_id: null,
  own_doing: false,
  ...fields,
});

export const START = '2026-03-05T09:00:00Z';

/** A world in which the person has spoken to the bot before, so that it may write to them. */
export const startedWorld = async (options: Parameters<typeof testWorld>[0] = {}): Promise<World> => {
  const world = await testWorld(options);
  await world.olga.start();
  await world.shows('Salon');
  world.emulator.clearCalls();
  return world;
};
