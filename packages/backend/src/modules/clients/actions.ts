import { randomUUID } from 'node:crypto';
import { type Actions, AppError, type Output, type Parsed } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { named } from '../../named.ts';
import { paged } from '../../paged.ts';
import { formatInstant } from '../../time.ts';
import { handOf } from '../changes/index.ts';
import {
  findCountry,
  findKnownClient,
  insertClient,
  listClientsByPhone,
  numberOf,
  soughtDigits,
} from '../people/index.ts';
import { listEntriesOf } from '../waitlist/index.ts';
import { changeClient, freeNumber } from './change.ts';
import { exportClients } from './export.ts';
import { forgetClient } from './forget.ts';
import { mergeClients, takePhone } from './merge.ts';
import { clientScopeOf, international, mayBeNumber, mayDecideAbout } from './rules.ts';
import { deleteNote, findCard, insertNote, listClients, listNotes } from './store.ts';
import {
  listExportedBookings,
  listExportedChats,
  listExportedFeeds,
  listExportedNotifications,
  listExportedReviews,
  listExportedSeries,
  listExportedSessions,
} from './store-export.ts';

type Card = Output<Actions['clients.get']>;

const missing = (what: 'client' | 'note', field: string) => new AppError('not_found', { what, field });

const card = async ({ tx, actor }: Ctx, id: string): Promise<Card> => {
  const found = await findCard(tx, id, clientScopeOf(actor));
  if (found === undefined) throw missing('client', 'id');
  return found;
};

/** The card of a client about whom something is to be written; nothing is written about the forgotten. */
const openCard = async (ctx: Ctx, id: string): Promise<Card> => {
  const found = await card(ctx, id);
  if (found.forgotten_at !== null) throw missing('client', 'id');
  return found;
};

const linkPhone = async (ctx: Ctx, input: Parsed<Actions['clients.link_phone']>) => {
  const { tx, actor } = ctx;
  if (actor.chat === null || actor.client_id === null) throw new AppError('forbidden');
  if (input.contact_user_id !== actor.chat.telegram_id) throw new AppError('contact_not_yours', { field: 'phone' });
  const number = await numberOf(tx, international(input.phone));
  const others = (await listClientsByPhone(tx, number.spellings)).filter(({ id }) => id !== actor.client_id);
  // Two people in Telegram with one number: which of them it belongs to is for the staff to find out.
  if (others.some(({ telegram_id }) => telegram_id !== null)) throw new AppError('phone_taken', { field: 'phone' });
  const { id, name } = await takePhone(ctx, { client_id: actor.client_id, number, others });
  return { id, name, phone: number.phone };
};

const exportClient = async ({ tx, actor }: Ctx, id: string) => {
  const client = mayDecideAbout(actor, id) ? await findKnownClient(tx, id) : undefined;
  if (client === undefined) throw missing('client', 'id');
  const [chats, sessions, bookings, reviews, series, waitlist, calendars, notifications] = await Promise.all([
    listExportedChats(tx, client.telegram_id),
    listExportedSessions(tx, client.telegram_id),
    listExportedBookings(tx, id),
    listExportedReviews(tx, id),
    listExportedSeries(tx, id),
    listEntriesOf(tx, id),
    listExportedFeeds(tx, id),
    listExportedNotifications(tx, client.telegram_id),
  ]);
  return { ...client, chats, sessions, bookings, reviews, series, waitlist, calendars, notifications };
};

export const clientActions: HandlersOf<'clients'> = {
  'clients.list': async ({ tx, actor }, { page, limit, search, tag, sort, order }) => {
    const digits = search !== undefined && mayBeNumber(search) ? soughtDigits(search, await findCountry(tx)) : [];
    const filter = { scope: clientScopeOf(actor), search, digits, tag, sort, order };
    return paged({ page, limit }, (wanted) => listClients(tx, filter, wanted));
  },

  'clients.export_list': exportClients,

  'clients.get': (ctx, { id }) => card(ctx, id),

  'clients.create': async (ctx, { name, phone, email }) => {
    const { tx } = ctx;
    const id = randomUUID();
    insertClient(tx, { id, name, phone: phone && (await freeNumber(tx, phone, id)), email });
    return card(ctx, id);
  },

  'clients.update': async (ctx, { id, ...wanted }) => {
    await openCard(ctx, id);
    await changeClient(handOf(ctx), id, named(wanted));
    return card(ctx, id);
  },

  'clients.set_tags': async (ctx, { id, tags }) => {
    await openCard(ctx, id);
    await changeClient(handOf(ctx), id, { tags });
    return card(ctx, id);
  },

  'clients.list_notes': async (ctx, { id, page, limit }) => {
    await card(ctx, id);
    return paged({ page, limit }, (wanted) => listNotes(ctx.tx, id, wanted));
  },

  'clients.add_note': async (ctx, { id, text }) => {
    const { tx, actor, now } = ctx;
    await openCard(ctx, id);
    const note = { id: randomUUID(), text };
    insertNote(tx, { ...note, client_id: id, author: actor.id, author_name: actor.name });
    return { ...note, author: actor.name, at: formatInstant(now) };
  },

  'clients.delete_note': async (ctx, { id, note_id }) => {
    const { tx, actor } = ctx;
    await card(ctx, id);
    const author = actor.role === 'specialist' ? actor.id : null;
    const deleted = await deleteNote(tx, { id: note_id, client_id: id, author });
    if (deleted === undefined) throw missing('note', 'note_id');
    return deleted;
  },

  'clients.merge': async (ctx, { id, other_id }) => {
    await mergeClients(ctx, { survivor_id: id, other_id });
    return card(ctx, id);
  },

  'clients.link_phone': linkPhone,

  'clients.export': (ctx, { id }) => exportClient(ctx, id),

  'clients.forget': (ctx, { id }) => forgetClient(ctx, id),
};
