import type { TargetOf } from '../callback-data.ts';
import type { Catalogue, Specialist } from '../memory.ts';
import { findService, givers, type Turn } from '../turn.ts';
import { type Button, pageOf, pager, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { nearestRow } from './nearest.ts';
import { serviceSummary, thisMonth } from './words.ts';

const PER_PAGE = 8;

/** Who gives a service, "any" first, and the first free time of them all for those who mind the time and not whom. */
export const openSpecialists = async (turn: Turn, target: TargetOf<'specialists'>): Promise<View> => {
  const month = thisMonth(turn);
  const [catalogue, glance] = await Promise.all([
    turn.catalogue(),
    turn.ask('scheduling.month', { service_id: target.service, month }),
  ]);
  const service = findService(catalogue, target.service);
  const { items, page, pages } = pageOf(givers(catalogue, service), target.page, PER_PAGE);
  const button = (label: string, specialist: string | null): Button[] => [
    tap(label, { screen: 'month', service: service.id, specialist, month, fresh: false }),
  ];
  return {
    text: `${serviceSummary(turn, service)}\n\n${turn.say('specialists.title')}`,
    keyboard: [
      ...nearestRow(turn, glance, (at) => ({ screen: 'confirm', service: service.id, specialist: null, at })),
      button(turn.label('specialists.any'), null),
      ...items.map((specialist) => button(labelOf(turn, specialist), specialist.id)),
      ...pager(page, pages, (to) => ({ screen: 'specialists', service: service.id, page: to })),
      [...backToServices(turn, catalogue), homeButton(turn)],
    ],
  };
};

/** What clients think of them stands beside those of whom somebody has said it; to one decimal, as on a button. */
const labelOf = ({ label }: Turn, { name, rating }: Specialist): string =>
  rating === null ? name : label('specialists.rated', { name, rating: Math.round(rating * 10) / 10 });

/** With a single service there is no list to go back to. */
export const backToServices = (turn: Turn, catalogue: Catalogue): Button[] =>
  catalogue.services.length > 1
    ? [tap(turn.label('menu.back'), { screen: 'services', specialist: null, page: 0 })]
    : [];
