import { randomUUID } from 'node:crypto';
import type { Backend } from '@okno/backend';
import type { Send } from '../lib/load.ts';
import type { Choose } from './choose.ts';
import type { Seeded } from './seed.ts';

/** The free starts of a day through the one door, as the calendar asks for them when a date is tapped. */
export const daySender =
  ({ call }: Pick<Backend, 'call'>, choose: Choose): Send =>
  async () => {
    const { business, service_id, specialist_id, anybody, day } = choose();
    const answer = await call({
      name: 'scheduling.free_slots_day',
      input: { service_id, date: day, ...(anybody ? {} : { specialist_id }) },
      caller: { via: 'public', tenant: business.slug, language: 'en' },
      request_id: randomUUID(),
    });
    if ((answer as { load: string }).load === 'closed') throw new Error('nobody works on the day');
  };

/** Asks every business about each of its services, as on the first morning of a process that then runs for weeks. */
export const everyTimetable = async ({ call }: Pick<Backend, 'call'>, { businesses, days }: Seeded): Promise<void> => {
  for (const { slug, service_ids } of businesses)
    await Promise.all(
      service_ids.map((service_id) =>
        call({
          name: 'scheduling.free_slots_day',
          input: { service_id, date: days[0] },
          caller: { via: 'public', tenant: slug, language: 'en' },
          request_id: randomUUID(),
        }),
      ),
    );
};
