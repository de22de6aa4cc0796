import { z } from 'zod';
import { ROLES } from '../action.ts';
import { Id, Language } from '../shapes.ts';

/** Who asks, and the business they are talking to. */
export const Me = z.object({
  role: z.enum(ROLES),
  name: z.string(),
  language: Language,
  client_id: Id.nullable(),
  specialist_id: Id.nullable(),
  tenant: z.object({
    slug: z.string(),
    name: z.string(),
    time_zone: z.string(),
    cancel_notice_minutes: z.int(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
  }),
});
