import {
  BEGIN,
  CANCEL_NOTICE_MINUTES,
  COMPLETE_AFTER_MINUTES,
  HOLD_MINUTES,
  HORIZON_DAYS,
  LIMIT,
  type ModelService,
  SERVICES,
  SPECIALISTS,
  ZONES,
} from './salon.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

export type ModelBooking = {
  readonly client: number;
  readonly service: number;
  specialist: number;
  /** Unix milliseconds, as all instants here. */
  start: number;
  status: 'held' | 'confirmed' | 'completed' | 'no_show' | 'cancelled';
  held_until: number | null;
  /** It ran out, and was not given back. */
  ran_out: boolean;
};

/** How something ends: done, or refused with this code. */
export type Outcome = 'done' | string;
export type Who = 'client' | 'program';
type Rule = 'past' | 'min_notice' | 'horizon' | 'full' | 'outside_hours' | 'taken' | 'off_grid';

/** A salon in memory, in the simplest arithmetic there is: the engine must do the same. */
export class Model {
  now = BEGIN;
  readonly bookings: ModelBooking[] = [];
  readonly #offset: number;

  constructor(zone: string) {
    this.#offset = (ZONES[zone] ?? Number.NaN) * MINUTE;
  }

  /** Days since 1970 by the wall clock, `later` days from today. */
  day(later: number): number {
    return this.#wall(this.now).day + later;
  }

  /** The instant of a wall-clock minute. */
  instant(day: number, minute: number): number {
    return day * DAY + minute * MINUTE - this.#offset;
  }

  #service(place: number): ModelService {
    const service = SERVICES[place];
    if (service === undefined) throw new Error(`no service ${place}`);
    return service;
  }

  /** Days since 1970 and minutes since midnight, by the wall clock. */
  #wall(instant: number): { day: number; minute: number } {
    const wall = instant + this.#offset;
    return { day: Math.floor(wall / DAY), minute: (wall - Math.floor(wall / DAY) * DAY) / MINUTE };
  }

  #runOut(booking: ModelBooking): boolean {
    return booking.status === 'held' && (booking.held_until ?? 0) <= this.now;
  }

  /** What a booking is by now. */
  status(booking: ModelBooking): ModelBooking['status'] {
    return this.#runOut(booking) ? 'cancelled' : booking.status;
  }

  #occupying(specialist: number, without?: ModelBooking): ModelBooking[] {
    return this.bookings.filter(
      (one) => one.specialist === specialist && one !== without && this.status(one) !== 'cancelled',
    );
  }

  /** What a booking takes, with its buffers. */
  #blocked({ service, start }: { service: number; start: number }): [number, number] {
    const { duration_minutes, buffer_before_minutes, buffer_after_minutes } = this.#service(service);
    return [start - buffer_before_minutes * MINUTE, start + (duration_minutes + buffer_after_minutes) * MINUTE];
  }

  #isOpen(specialist: number, instant: number): boolean {
    const { day, minute } = this.#wall(instant);
    const weekday = new Date(day * DAY).getUTCDay();
    const hours = SPECIALISTS[specialist];
    return (
      hours?.weekdays.includes(weekday) === true && hours.intervals.some(([from, to]) => minute >= from && minute < to)
    );
  }

  /** Why a start is not offered, or null. `without`: a booking that would give up its own time for it. */
  rule(service: number, specialist: number, start: number, without?: ModelBooking): Rule | null {
    const of = this.#service(service);
    if (start < this.now) return 'past';
    if (start < this.now + of.min_notice_minutes * MINUTE) return 'min_notice';
    if (this.#wall(start).day > this.#wall(this.now).day + HORIZON_DAYS) return 'horizon';
    const others = this.#occupying(specialist, without);
    const session = others.filter((one) => of.capacity > 1 && one.service === service && one.start === start);
    if (session.length > 0) return session.length < of.capacity ? null : 'full';
    // Five minutes divide everything here.
    for (let at = start; at < start + of.duration_minutes * MINUTE; at += 5 * MINUTE)
      if (!this.#isOpen(specialist, at)) return 'outside_hours';
    const [from, to] = this.#blocked({ service, start });
    const clash = others.map((one) => this.#blocked(one)).some(([other, until]) => from < until && other < to);
    if (clash) return 'taken';
    return this.#wall(start).minute % of.step_minutes === 0 ? null : 'off_grid';
  }

  /** Everything that is offered on one day by the wall clock. */
  offered(service: number, specialist: number, day: number): number[] {
    const starts = Array.from({ length: 288 }, (_, place) => this.instant(day, place * 5));
    return starts.filter((start) => this.rule(service, specialist, start) === null);
  }

  #minutesTaken(specialist: number, at: number): number {
    const midnight = this.#wall(at).day * DAY - this.#offset;
    const taken = this.#occupying(specialist).map((one) => this.#blocked(one));
    const parts = Array.from({ length: 288 }, (_, place) => midnight + place * 5 * MINUTE);
    return parts.filter(
      (part) => this.#isOpen(specialist, part) && taken.some(([from, to]) => from <= part && part < to),
    ).length;
  }

  #ahead(client: number): number {
    const open = this.bookings.filter((one) => one.client === client && one.start > this.now);
    return open.filter((one) => ['held', 'confirmed'].includes(this.status(one))).length;
  }

  /** Nobody has two seats of one session. */
  #sits(client: number, service: number, specialist: number, start: number): boolean {
    if (this.#service(service).capacity === 1) return false;
    const session = this.#occupying(specialist).filter((one) => one.service === service && one.start === start);
    return session.some((one) => one.client === client);
  }

  #refusedSlot(rules: readonly (Rule | null)[]): Outcome {
    return rules.includes('taken') || rules.includes('full') ? 'slot_taken' : 'slot_not_offered';
  }

  book(wish: { client: number; service: number; specialist: number | null; start: number; hold: boolean }): Outcome {
    const { client, service, specialist, start, hold } = wish;
    const givers = this.#service(service).givers.filter((one) => specialist === null || one === specialist);
    if (givers.length === 0) return 'not_found';
    const rules = givers.map((giver) => this.rule(service, giver, start));
    const free = givers.filter((_, place) => rules[place] === null);
    const [chosen] = free.toSorted((a, b) => this.#minutesTaken(a, start) - this.#minutesTaken(b, start) || a - b);
    if (chosen === undefined) return this.#refusedSlot(rules);
    if (this.#ahead(client) >= LIMIT) return 'booking_limit_reached';
    if (this.#sits(client, service, chosen, start)) return 'already_booked';
    const held_until = hold ? Math.min(start, this.now + HOLD_MINUTES * MINUTE) : null;
    const status = hold ? 'held' : 'confirmed';
    this.bookings.push({ client, service, specialist: chosen, start, status, held_until, ran_out: false });
    return 'done';
  }

  /** Clients see their own bookings only. */
  #mayNot(booking: ModelBooking, who: Who, client: number): boolean {
    return who === 'client' && booking.client !== client;
  }

  #tooLate({ status, start }: ModelBooking, who: Who): boolean {
    return who === 'client' && status === 'confirmed' && this.now > start - CANCEL_NOTICE_MINUTES * MINUTE;
  }

  #isChangeable(booking: ModelBooking): boolean {
    return ['held', 'confirmed'].includes(this.status(booking));
  }

  cancel(booking: ModelBooking, who: Who, client: number): Outcome {
    if (this.#mayNot(booking, who, client)) return 'not_found';
    if (!this.#isChangeable(booking)) return 'booking_not_changeable';
    if (this.#tooLate(booking, who)) return 'too_late_to_change';
    booking.status = 'cancelled';
    return 'done';
  }

  confirm(booking: ModelBooking, who: Who, client: number): Outcome {
    if (this.#mayNot(booking, who, client)) return 'not_found';
    if (this.#runOut(booking) || booking.ran_out) return 'hold_expired';
    if (booking.status !== 'held') return 'booking_not_changeable';
    Object.assign(booking, { status: 'confirmed', held_until: null });
    return 'done';
  }

  move(booking: ModelBooking, to: { specialist: number | null; start: number }, who: Who, client: number): Outcome {
    if (this.#mayNot(booking, who, client)) return 'not_found';
    if (!this.#isChangeable(booking)) return 'booking_not_changeable';
    if (this.#tooLate(booking, who)) return 'too_late_to_change';
    const specialist = to.specialist ?? booking.specialist;
    if (specialist === booking.specialist && to.start === booking.start) return 'done';
    if (booking.start <= this.now && this.#ahead(booking.client) >= LIMIT) return 'booking_limit_reached';
    if (!this.#service(booking.service).givers.includes(specialist)) return 'not_found';
    const rule = this.rule(booking.service, specialist, to.start, booking);
    if (rule !== null) return this.#refusedSlot([rule]);
    if (this.#sits(booking.client, booking.service, specialist, to.start)) return 'already_booked';
    const held_until = booking.held_until === null ? null : Math.min(booking.held_until, to.start);
    Object.assign(booking, { specialist, start: to.start, held_until });
    return 'done';
  }

  mark(booking: ModelBooking, as: 'completed' | 'no_show'): Outcome {
    const from = as === 'completed' ? ['confirmed', 'no_show'] : ['confirmed', 'completed'];
    if (!from.includes(this.status(booking))) return 'booking_not_changeable';
    if (this.now < booking.start) return 'not_started';
    booking.status = as;
    return 'done';
  }

  /** Time goes by, and what happens by itself happens. */
  wait(minutes: number): void {
    this.now += minutes * MINUTE;
    for (const booking of this.bookings) {
      if (this.#runOut(booking)) Object.assign(booking, { status: 'cancelled', ran_out: true });
      const { duration_minutes } = this.#service(booking.service);
      const completes = booking.start + (duration_minutes + COMPLETE_AFTER_MINUTES) * MINUTE;
      if (booking.status === 'confirmed' && completes <= this.now) booking.status = 'completed';
    }
  }
}
