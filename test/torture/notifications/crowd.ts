import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from '../../e2e/support/at-end.ts';
import type { Chance } from '../lib/chance.ts';
import { createSender, type Send } from '../lib/http.ts';
import type { TownBusiness, TownClient } from './town.ts';

/** A booking that was acknowledged, and when its cancellation was (milliseconds of this process), if it was. */
export type Booked = { readonly id: string; readonly client: TownClient; cancelled_at: number | null };

type Cancelling = {
  readonly chance: Chance;
  readonly onItsWay: (ids: readonly string[]) => Promise<string | undefined>;
  readonly isOver: () => boolean;
};

const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * 60_000;
const EIGHT_HOURS_MS = 8 * 3_600_000;
/** From eight to eight. */
const A_DAY = 48;
const AT_ONCE = 16;
const CANCEL_EVERY_MS = 15;

/** Gives the next free quarter of an hour of a business, the day after tomorrow or later. */
export const createPlaces = () => {
  const places = new Map<string, number>();
  return ({ slug, specialist_ids }: TownBusiness) => {
    const place = places.get(slug) ?? 0;
    places.set(slug, place + 1);
    const slot = Math.floor(place / specialist_ids.length);
    const day = Math.floor(Date.now() / DAY_MS) * DAY_MS + (2 + Math.floor(slot / A_DAY)) * DAY_MS;
    const starts_at = new Date(day + EIGHT_HOURS_MS + (slot % A_DAY) * QUARTER_MS).toISOString();
    return { starts_at, specialist_id: specialist_ids[place % specialist_ids.length] };
  };
};

/** Programs that book and cancel for the businesses over HTTP. */
export const openCrowd = (t: Place, { url }: { url: string }) => {
  const senders = new Map<string, Send>();
  const sendTo = ({ slug }: TownBusiness): Send => {
    const send = senders.get(slug) ?? createSender(t, { url, tenant: slug, connections: AT_ONCE });
    senders.set(slug, send);
    return send;
  };
  const nextPlace = createPlaces();
  const book = async (client: TownClient): Promise<Booked> => {
    const { business } = client;
    const body = { service_id: business.service_id, client_id: client.id, ...nextPlace(business) };
    const { status, text } = await sendTo(business)({ method: 'POST', path: '/bookings', body });
    if (status !== 201) throw new Error(`a booking was answered ${status} ${text}`);
    return { id: (JSON.parse(text) as { id: string }).id, client, cancelled_at: null };
  };
  const cancel = async (one: Booked): Promise<void> => {
    const wish = { method: 'POST', path: `/bookings/${one.id}/cancellation`, body: {} } as const;
    const { status, text } = await sendTo(one.client.business)(wish);
    if (status !== 200) throw new Error(`a cancellation was answered ${status} ${text}`);
    one.cancelled_at = Date.now();
  };
  return {
    /** One booking for each client; all acknowledged. */
    bookAll: async (clients: readonly TownClient[]): Promise<Booked[]> => {
      const queue = clients.values();
      const booked: Booked[] = [];
      const person = async () => {
        for (const client of queue) booked.push(await book(client));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, person));
      return booked;
    },
    /**
     * Cancels one after the other, until it is over: by turns one whose message is on its way just then, which is waited
     * for and which `onItsWay` tells by the booking's id, and any one.
     */
    cancelSome: async (booked: readonly Booked[], { chance, onItsWay, isOver }: Cancelling): Promise<void> => {
      const left = new Map(chance.shuffled(booked).map((one) => [one.id, one]));
      for (let aims = true; left.size > 0 && !isOver(); ) {
        await pause(CANCEL_EVERY_MS);
        const one = aims ? left.get((await onItsWay([...left.keys()])) ?? '') : [...left.values()][0];
        if (one === undefined) continue;
        aims = !aims;
        left.delete(one.id);
        await cancel(one);
      }
    },
  };
};
