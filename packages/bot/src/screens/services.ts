import { formatDuration } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Catalogue, Service } from '../memory.ts';
import { findSpecialist, givers, type Turn } from '../turn.ts';
import { fit, pageOf, pager, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { openMonth } from './month.ts';
import { openSpecialists } from './specialists.ts';
import { priceOf, thisMonth } from './words.ts';

const PER_PAGE = 8;
/** Longer names would push the prices off the screen. */
const NAME_LENGTH = 60;

/** The services, or those of one specialist; a single one needs no choice. */
export const openServices = async (turn: Turn, target: Omit<TargetOf<'services'>, 'screen'>): Promise<View> => {
  const catalogue = await turn.catalogue();
  const specialist = findSpecialist(catalogue, target.specialist);
  const offered = catalogue.services.filter(
    (service) => specialist === null || givers(catalogue, service).includes(specialist),
  );
  const [only] = offered;
  if (only !== undefined && offered.length === 1) return afterService(turn, catalogue, only, target.specialist);
  if (only === undefined) return { text: turn.say('services.empty'), keyboard: [[homeButton(turn)]] };
  const { items, page, pages } = pageOf(offered, target.page, PER_PAGE);
  const title =
    specialist === null ? turn.say('services.title') : turn.say('services.of', { specialist: specialist.name });
  return {
    text: [title, ...items.map((service) => line(turn, service))].join('\n\n'),
    keyboard: [
      ...items.map((service) => [tap(service.name, nextTarget(turn, catalogue, service, target.specialist))]),
      ...pager(page, pages, (to) => ({ screen: 'services', specialist: target.specialist, page: to })),
      [homeButton(turn)],
    ],
  };
};

/** What follows once the service is known: the choice of the specialist, or the calendar when there is none to make. */
export const afterService = (
  turn: Turn,
  catalogue: Catalogue,
  service: Service,
  specialist: string | null,
): Promise<View> => {
  const target = nextTarget(turn, catalogue, service, specialist);
  if (target.screen === 'specialists') return openSpecialists(turn, target);
  return openMonth(turn, target);
};

const nextTarget = (
  turn: Turn,
  catalogue: Catalogue,
  service: Service,
  specialist: string | null,
): TargetOf<'specialists'> | TargetOf<'month'> => {
  const staff = givers(catalogue, service);
  if (specialist === null && staff.length > 1) return { screen: 'specialists', service: service.id, page: 0 };
  const chosen = specialist ?? staff[0]?.id ?? null;
  return { screen: 'month', service: service.id, specialist: chosen, month: thisMonth(turn), fresh: false };
};

const line = (turn: Turn, service: Service): string =>
  turn.say('services.line', {
    name: fit(service.name, NAME_LENGTH),
    duration: formatDuration(turn.language, service.duration_minutes),
    price: priceOf(turn, service.price_minor, service.currency),
  });
