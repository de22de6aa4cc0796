import {
  AppError,
  type BulkChange,
  type BulkEntity,
  isSameJson,
  manyChangesBy,
  type Role,
  readAs,
} from '@okno/contract';
import type { Values } from './rules.ts';
import { refuseOfBookings } from './rules-bulk-bookings.ts';

/** As many tags as a client can have (docs/rules.md#clients). */
const MAX_TAGS = 20;

const refuse = (field: string, rule: string): never => {
  throw new AppError('invalid_input', { field, rule });
};

const OF_CLIENTS = ['add_tags', 'remove_tags'] as const;
const OF_SERVICES = ['price_percent', 'price_add_minor', 'round_to_minor'] as const;

/** Tags are the clients', prices the services'. */
const refuseOfOthers = (entity: BulkEntity, named: readonly string[]): void => {
  const tags = OF_CLIENTS.find((name) => named.includes(name));
  if (tags !== undefined && entity !== 'client') refuse(`change.${tags}`, 'belongs to clients only');
  const price = OF_SERVICES.find((name) => named.includes(name));
  if (price !== undefined && entity !== 'service') refuse(`change.${price}`, 'belongs to services only');
};

/** What has fields. */
export type FieldEntity = Exclude<BulkEntity, 'booking'>;

const readSet = (role: Role, entity: FieldEntity, set: Values): Values => {
  const { data, complaints } = readAs(manyChangesBy(role, entity), set);
  if (complaints === null) return data;
  const errors = complaints.map((one) => ({ ...one, field: `change.set.${one.field}` }));
  throw new AppError('invalid_input', { ...errors[0], errors });
};

/**
 * What is done to each, as a role may do it; the names of fields come from the list and from nowhere else.
 * @throws AppError `invalid_input`
 */
export const readBulkChange = (role: Role, entity: FieldEntity, wanted: BulkChange): BulkChange => {
  const { set = {}, ...others } = wanted;
  const named = Object.keys(others).filter((name) => others[name as keyof typeof others] !== undefined);
  refuseOfBookings(wanted);
  refuseOfOthers(entity, named);
  const read = readSet(role, entity, set);
  if (named.length + Object.keys(read).length === 0) refuse('change', 'names nothing to change');
  return { ...others, set: read };
};

const newTags = (tags: readonly string[], { add_tags = [], remove_tags = [] }: BulkChange): string[] => {
  const left = [...new Set([...tags, ...add_tags])].filter((tag) => !remove_tags.includes(tag)).sort();
  if (left.length > MAX_TAGS) refuse('tags', `must have at most ${MAX_TAGS} items`);
  return left;
};

const newPrice = (price: number, change: BulkChange): number => {
  const { price_percent = 0, price_add_minor = 0, round_to_minor = 1 } = change;
  const raised = (price * (100 + price_percent)) / 100 + price_add_minor;
  const rounded = Math.round(raised / round_to_minor) * round_to_minor;
  return rounded >= 0 ? rounded : refuse('price_minor', 'must not make a price negative');
};

const isNamed = (change: BulkChange, names: readonly (keyof BulkChange)[]): boolean =>
  names.some((name) => change[name] !== undefined);

/**
 * The fields that change in one of many; none when it says the same already.
 * @throws AppError `invalid_input` for what cannot be done to this one
 */
export const changesOf = (known: Values, change: BulkChange): Values => {
  const wanted: Values = {
    ...change.set,
    ...(isNamed(change, OF_CLIENTS) && { tags: newTags((known['tags'] ?? []) as string[], change) }),
    ...(isNamed(change, OF_SERVICES) && { price_minor: newPrice(Number(known['price_minor']), change) }),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([field, value]) => !isSameJson(known[field], value)));
};
