import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notice } from '@okno/contract';
import { HAIRCUT, uuid } from './fake-backend.test.ts';
import { BOT_ID, PERSON_ID, testWorld } from './world.test.ts';

const START = '2026-03-05T09:00:00Z';

/** What somebody is shown when this is told of a series of 26 visits. */
const told = async (fields: Partial<Notice>, starts_at: string[] = [START]): Promise<string> => {
  await using world = await testWorld();
  await world.olga.start();
  await world.shows('Salon');
  const booking = world.backend.book({ service_id: HAIRCUT, starts_at: START });
  const notice: Notice = {
    ...{ id: uuid(500), kind: 'series_created', audience: 'client', bot_id: BOT_ID, telegram_id: PERSON_ID },
    ...{
      language: 'en',
      booking,
      before: null,
      minutes_before: null,
      late_minutes: null,
      nearest: null,
      phone: null,
      free: false,
      message_id: null,
      own_doing: false,
    },
    series: { id: uuid(501), count: 26, starts_at },
    ...fields,
  };
  const { status } = await world.deliver(notice);
  assert.equal(status, 'sent');
  return world.olga.lastMessage('bot')?.text ?? '';
};

test('a client reads one message about all visits of a series, with the first of them', async () => {
  const text = await told({});
  assert.match(text, /26 visits are booked as a series/);
  assert.match(text, /Haircut/);
  assert.match(await told({ kind: 'series_moved' }), /26 visits of the series have been moved/);
  assert.match(await told({ kind: 'series_ended', language: 'ru' }), /Отменено 26 визитов серии/);
});

test('a specialist reads which visits of a series do not fit, and how many more there are', async () => {
  const text = await told({ kind: 'series_clash', audience: 'specialist' }, [START, '2026-03-12T09:00:00Z']);
  assert.match(text, /26 visits do not fit the schedule/);
  assert.match(text, /• .*5 March.*\n• .*12 March.*\n… and 24 more/);
});
