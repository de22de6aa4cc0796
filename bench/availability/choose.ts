import type { Business, Seeded } from './seed.ts';

export type Choice = {
  readonly business: Business;
  readonly service_id: string;
  readonly specialist_id: string;
  /** Every other one names no specialist. */
  readonly anybody: boolean;
  readonly day: string;
};

export type Choose = () => Choice;

// Coprime to the number of businesses: all of them are asked, and neighbours far apart.
const STRIDE = 617;

/** Whom the next question is about: another business each time, and every service, specialist and day in turn. */
export const createChoose = ({ businesses, days }: Seeded): Choose => {
  let next = 0;
  return () => {
    const index = next;
    next += 1;
    const business = businesses[(index * STRIDE) % businesses.length];
    const round = Math.floor(index / businesses.length) + index;
    const service_id = business?.service_ids[round % business.service_ids.length];
    const specialist_id = business?.specialist_ids[round % business.specialist_ids.length];
    const day = days[round % days.length];
    if (business === undefined || service_id === undefined || specialist_id === undefined || day === undefined)
      throw new Error('there is nobody to ask about');
    return { business, service_id, specialist_id, anybody: index % 2 === 1, day };
  };
};
