/** The salon of the model: who works when, what is given by whom. Minutes; specialists and services by their place. */

export type ModelService = {
  readonly duration_minutes: number;
  /** Equal to its own grid, so that every start lies on a multiple of it by the wall clock. */
  readonly step_minutes: 30;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly capacity: number;
  readonly min_notice_minutes: number;
  readonly givers: readonly number[];
};

export const SERVICES: readonly ModelService[] = [
  {
    duration_minutes: 60,
    step_minutes: 30,
    buffer_before_minutes: 10,
    buffer_after_minutes: 15,
    capacity: 1,
    min_notice_minutes: 30,
    givers: [0, 1, 2],
  },
  {
    duration_minutes: 30,
    step_minutes: 30,
    buffer_before_minutes: 0,
    buffer_after_minutes: 0,
    capacity: 1,
    min_notice_minutes: 0,
    givers: [0, 1],
  },
  {
    duration_minutes: 90,
    step_minutes: 30,
    buffer_before_minutes: 0,
    buffer_after_minutes: 10,
    capacity: 2,
    min_notice_minutes: 0,
    givers: [1, 2],
  },
];

/** 0 = Sunday. */
export const SPECIALISTS: readonly {
  weekdays: readonly number[];
  intervals: readonly (readonly [number, number])[];
}[] = [
  { weekdays: [0, 1, 2, 3, 4, 5, 6], intervals: [[540, 1080]] },
  {
    weekdays: [0, 1, 2, 3, 4, 5, 6],
    intervals: [
      [540, 780],
      [840, 1080],
    ],
  },
  { weekdays: [1, 2, 4], intervals: [[600, 1200]] },
];

export const LIMIT = 2;
export const HORIZON_DAYS = 4;
export const CANCEL_NOTICE_MINUTES = 120;
export const HOLD_MINUTES = 10;
export const COMPLETE_AFTER_MINUTES = 60;
/** One more than the session has seats. */
export const CLIENTS = 3;

/** Monday, eight in the morning and a little: no limit of a rule ever falls on the instant of a command. */
export const BEGIN = Date.UTC(2031, 2, 3, 8, 0, 17);

/** Zones that do not change their clocks in that week, and how many minutes they are ahead of UTC then. */
export const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  'Europe/Moscow': 180,
  'Asia/Kathmandu': 345,
  'America/Bogota': -300,
  'Pacific/Marquesas': -570,
};

/**
 * Who is meant by a number: mostly one of those who give the service, because anybody else is refused at once; the last
 * number means the first specialist, whether or not they give it.
 */
export const meant = (service: number, number: number): number => {
  const givers = SERVICES[service]?.givers ?? [];
  return number === SPECIALISTS.length ? 0 : (givers[number % givers.length] ?? 0);
};
