import { actions } from '@okno/contract';

export const KEY = 'a-service-key-of-the-benchmark';
export const SLUG = 'bench';

/** What is asked for, as the database gives it. */
export const SERVICE = {
  id: '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b',
  name: 'Haircut',
  description: 'Wash, cut and dry',
  duration_minutes: 60,
  step_minutes: 30,
  buffer_before_minutes: 0,
  buffer_after_minutes: 15,
  price_minor: 250_000,
  currency: 'EUR',
  capacity: 1,
  min_notice_minutes: 60,
  horizon_days: 60,
  specialist_ids: ['0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7c', '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7d'],
};

export const { input: Input, output: Output } = actions['services.get'];
