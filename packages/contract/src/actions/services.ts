import { z } from 'zod';
import { action, EVERYBODY } from '../action.ts';
import { Id, Language, pageOf, paging } from '../shapes.ts';

export const Service = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  duration_minutes: z.int(),
  step_minutes: z.int(),
  buffer_before_minutes: z.int(),
  buffer_after_minutes: z.int(),
  price_minor: z.int(),
  currency: z.string(),
  capacity: z.int(),
  min_notice_minutes: z.int(),
  horizon_days: z.int(),
  specialist_ids: z.array(Id),
});
export type Service = z.output<typeof Service>;

const Wanted = Language.optional().describe('Of names and descriptions; left out: mine');

export const serviceActions = {
  'services.list': action({
    summary: 'The services that can be booked',
    http: 'GET /services',
    roles: EVERYBODY,
    input: z.strictObject({ language: Wanted, ...paging }),
    output: pageOf(Service),
  }),
  'services.get': action({
    summary: 'One service',
    http: 'GET /services/{id}',
    roles: EVERYBODY,
    input: z.strictObject({ id: Id }),
    output: Service,
  }),
};
