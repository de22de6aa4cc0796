import type { Booking, Language, Texts } from '@okno/contract';

/** What a feed is made of, besides its bookings. */
export type FeedHead = {
  readonly side: 'specialist' | 'client';
  readonly language: Language;
  readonly business: string;
  readonly address: string | null;
  readonly phone: string | null;
  /** Empty in a client's feed. */
  readonly specialist: string;
};

/** A booking as a calendar shows it. */
export type FeedBooking = {
  readonly id: string;
  readonly status: Booking['status'];
  readonly starts_at: string;
  readonly ends_at: string;
  /** How often it has been moved or cancelled. */
  readonly sequence: number;
  readonly changed_at: string;
  readonly service: string;
  readonly specialist: string;
  readonly client: string;
  readonly client_phone: string | null;
};

export type FeedEvent = {
  readonly uid: string;
  readonly sequence: number;
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED';
  readonly starts_at: string;
  readonly ends_at: string;
  readonly changed_at: string;
  readonly summary: string;
  readonly description: string;
  readonly location: string | null;
};

const UID_END = '@okno';

/** A booking's name in all calendars, for ever. */
const uidOf = (booking_id: string): string => `${booking_id}${UID_END}`;

const UID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@okno$/;

/**
 * The booking that an event of an outside calendar is named after; undefined when it is named otherwise. It may be one
 * of ours that came back, one of another business here, or nothing but a name.
 */
export const bookingOfUid = (uid: string): string | undefined => UID.exec(uid)?.[1];

const statusOf = (status: string): FeedEvent['status'] => {
  if (status === 'cancelled') return 'CANCELLED';
  return status === 'held' || status === 'pending_payment' ? 'TENTATIVE' : 'CONFIRMED';
};

/** Text as iCalendar can carry it: line breaks are line feeds, no other control characters, no halves of signs. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '');

const lines = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join('\n');

/** How a feed is called in the list of calendars. */
export const nameOf = ({ side, language, business, specialist }: FeedHead, texts: Texts): string =>
  cleanText(
    side === 'client'
      ? texts(language, 'calendar.of_client', { business })
      : texts(language, 'calendar.of_specialist', { business, specialist }),
  ).replaceAll('\n', ' ');

/** A booking as its owner's calendar shows it: to clients who, where and whom to call; to specialists who comes. */
export const toEvent = (visit: FeedBooking, head: FeedHead, texts: Texts): FeedEvent => {
  const { language, business, phone } = head;
  const status = statusOf(visit.status);
  const held = status === 'TENTATIVE' ? texts(language, 'calendar.held') : null;
  const call = (number: string | null) =>
    number === null ? null : texts(language, 'calendar.phone', { phone: number });
  const { service, specialist, client } = visit;
  const words =
    head.side === 'client'
      ? {
          summary: texts(language, 'calendar.visit', { service, specialist }),
          description: lines(business, call(phone), held),
        }
      : {
          summary: texts(language, 'calendar.appointment', { service, client }),
          description: lines(client, call(visit.client_phone), held),
        };
  return {
    uid: uidOf(visit.id),
    sequence: visit.sequence,
    status,
    starts_at: visit.starts_at,
    ends_at: visit.ends_at,
    changed_at: visit.changed_at,
    summary: cleanText(words.summary),
    description: cleanText(words.description),
    location: head.address === null ? null : cleanText(head.address),
  };
};
