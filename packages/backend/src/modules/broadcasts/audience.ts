import type { Tx } from '../../db/tx.ts';
import { dayToEpoch, formatInstant, startOfDay } from '../../time.ts';
import { findTenantRules } from '../tenants/index.ts';
import type { Condition, Segment } from './store-people.ts';

/** A segment with its days as instants: they are local days of the business. */
export const conditionOf = async (tx: Tx, segment: Segment): Promise<Condition> => {
  const { time_zone } = await findTenantRules(tx);
  const instantOf = (day: string | undefined): string | null =>
    day === undefined ? null : formatInstant(startOfDay(time_zone, dayToEpoch(day)));
  return {
    service_id: segment.service_id,
    tag: segment.tag,
    last_visit_from: instantOf(segment.last_visit_from),
    last_visit_before: instantOf(segment.last_visit_before),
  };
};
