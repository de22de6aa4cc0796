import { createHash } from 'node:crypto';
import type { Texts } from '@okno/contract';
import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { InTenant, Tx } from '../../db/tx.ts';
import { findTenant } from '../tenants/index.ts';
import { type FeedEvent, type FeedHead, nameOf, toEvent } from './rules-feed.ts';
import { findFeed, findSpecialistName, listFeedBookings, type OpenFeed, updateFeedRead } from './store-feeds.ts';

/** A calendar as it travels, and the tag by which it is recognised as unchanged. */
export type FeedFile = { readonly text: string; readonly etag: string };

/** How often calendar programs should look again, in seconds. */
const REFRESH_S = 15 * 60;

/** The fingerprint under which a secret is stored: it is random and long, so a plain hash keeps it. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The file that calendar programs read (RFC 5545): instants in UTC, lines of 75 octets at most. */
export const writeCalendar = (name: string, events: readonly FeedEvent[]): string => {
  const calendar = ical({ name, prodId: { company: 'Okno', product: 'Okno' }, ttl: REFRESH_S });
  for (const event of events)
    calendar.createEvent({
      id: event.uid,
      sequence: event.sequence,
      status: ICalEventStatus[event.status],
      transparency: event.status === 'CANCELLED' ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
      start: new Date(event.starts_at),
      end: new Date(event.ends_at),
      // Without METHOD both mean the same: when this state came about. So an unchanged calendar is the same file.
      stamp: new Date(event.changed_at),
      lastModified: new Date(event.changed_at),
      summary: event.summary,
      description: event.description,
      ...(event.location !== null && { location: event.location }),
    });
  return calendar.toString();
};

const headOf = async (tx: Tx, { specialist_id, language }: OpenFeed): Promise<FeedHead> => {
  const [{ name, address, phone }, specialist] = await Promise.all([
    findTenant(tx, language),
    specialist_id === null ? '' : findSpecialistName(tx, specialist_id, language),
  ]);
  const side = specialist_id === null ? 'client' : 'specialist';
  return { side, language, business: name, address, phone, specialist };
};

type Deps = {
  readonly inTenant: InTenant;
  /** The tenant of the feed whose secret has this fingerprint. */
  readonly tenantOfFeed: (secret_hash: string) => Promise<string | undefined>;
  readonly texts: Texts;
};

/**
 * Reads a feed by its secret, which is all the permission there is (docs/rules.md#feeds); unknown and revoked ones are
 * missing alike. The secret is looked for by its fingerprint, so the time a look-up takes tells nothing about it.
 */
export const createFeedReader =
  ({ inTenant, tenantOfFeed, texts }: Deps) =>
  async (secret: string): Promise<FeedFile | undefined> => {
    const secret_hash = hashOf(secret);
    const tenant_id = await tenantOfFeed(secret_hash);
    if (tenant_id === undefined) return undefined;
    return inTenant(tenant_id, async (tx) => {
      const feed = await findFeed(tx, secret_hash);
      if (feed === undefined) return undefined;
      updateFeedRead(tx, feed.id);
      const [head, bookings] = await Promise.all([headOf(tx, feed), listFeedBookings(tx, feed, feed.language)]);
      const events = bookings.map((booking) => toEvent(booking, head, texts));
      const text = writeCalendar(nameOf(head, texts), events);
      return { text, etag: `"${hashOf(text).slice(0, 32)}"` };
    });
  };
