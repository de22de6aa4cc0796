import { localDay } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { monthOf } from '../days.ts';
import { findService, findSpecialist, type Turn } from '../turn.ts';
import { inRows, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { heading } from './month.ts';
import { momentLabel, zoneOf } from './words.ts';

const COLUMNS = 2;

/** The same again: the free times at the same weekday and hour, or else the nearest (docs/rules.md#again). */
export const openRepeat = async (turn: Turn, { booking }: TargetOf<'repeat'>): Promise<View> => {
  const [catalogue, offer] = await Promise.all([turn.catalogue(), turn.ask('bookings.repeat_offer', { id: booking })]);
  const { service_id: service, specialist_id: specialist, time_zone, slots } = offer;
  const title =
    slots.length === 0
      ? turn.say('month.none')
      : turn.say(offer.same_time ? 'repeat.same' : 'repeat.nearest', { zone: zoneOf(turn, time_zone) });
  const times = slots.map(({ starts_at, specialist_id }) =>
    tap(momentLabel(turn, time_zone, starts_at), {
      screen: 'confirm',
      service,
      specialist: specialist === null ? null : specialist_id,
      at: starts_at,
    }),
  );
  const month = monthOf(localDay(time_zone, slots[0]?.starts_at ?? turn.now));
  return {
    text: [...heading(turn, findService(catalogue, service), findSpecialist(catalogue, specialist)), '', title].join(
      '\n',
    ),
    keyboard: [
      ...inRows(times, COLUMNS),
      [
        tap(turn.label('day.calendar'), { screen: 'month', service, specialist, month, fresh: false }),
        homeButton(turn),
      ],
    ],
  };
};
