import { type Actions, AppError, type Output, type Parsed } from '@okno/contract';
import { csvPart } from '../../csv.ts';
import type { Ctx } from '../../ctx.ts';
import { formatLocal } from '../../time.ts';
import { findCountry, soughtDigits } from '../people/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { mayBeNumber } from './rules.ts';
import { type ListedClient, listClientsAfter } from './store.ts';

/** About 100 kB of text: no more is in memory at once, however many clients there are. */
const ROWS = 1000;

const HEAD = ['id', 'name', 'phone', 'email', 'tags', 'created_at', 'last_visit', 'upcoming'];

const toRow = (zone: string, client: ListedClient): (string | number)[] => [
  ...[client.id, client.name, client.phone ?? '', client.email ?? '', client.tags.join(', ')],
  ...[formatLocal(zone, client.created_at), client.last_visit === null ? '' : formatLocal(zone, client.last_visit)],
  client.upcoming,
];

/** A part of the table of clients, in the order of their ids. */
export const exportClients = async (
  { tx }: Ctx,
  { after, search, tag }: Parsed<Actions['clients.export_list']>,
): Promise<Output<Actions['clients.export_list']>> => {
  if (after !== undefined && !/^[0-9a-f-]{36}$/.test(after))
    throw new AppError('invalid_input', { field: 'after', rule: 'cannot be read' });
  const digits = search !== undefined && mayBeNumber(search) ? soughtDigits(search, await findCountry(tx)) : [];
  const part = { after: after ?? null, limit: ROWS };
  const [{ time_zone }, rows] = await Promise.all([
    findTenantRules(tx),
    listClientsAfter(tx, { search, digits, tag }, part),
  ]);
  const text = csvPart(
    HEAD,
    rows.map((row) => toRow(time_zone, row)),
    after === undefined,
  );
  return { text, next: rows.length === ROWS ? (rows.at(-1)?.id ?? null) : null };
};
