import { AppError, changesBy, type Entity, editableBy, type Role, readAs } from '@okno/contract';

/** Values by the names of fields. */
export type Values = Readonly<Record<string, unknown>>;

/** @throws AppError `forbidden` when a role may edit nothing of something */
export const refuseEntity = (role: Role, entity: Entity): void => {
  if (editableBy(role, entity).length === 0) throw new AppError('forbidden', { field: 'entity' });
};

/**
 * The changes as they were meant; nothing but what the role may edit is among them (docs/rules.md#field-editor).
 * @throws AppError `forbidden`; `invalid_input` that names every field and its rule
 */
export const readChanges = (role: Role, entity: Entity, wanted: Values): Values => {
  refuseEntity(role, entity);
  const { data, complaints } = readAs(changesBy(role, entity), wanted);
  if (complaints !== null) {
    const errors = complaints.map((one) => ({ ...one, field: one.field === '' ? 'changes' : `changes.${one.field}` }));
    throw new AppError('invalid_input', { ...errors[0], errors });
  }
  if (Object.keys(data).length === 0)
    throw new AppError('invalid_input', { field: 'changes', rule: 'names nothing to change' });
  return data;
};

/** What a role may see of something here. */
export const shownTo = (role: Role, entity: Entity, known: Values): Values =>
  Object.fromEntries(editableBy(role, entity).map(([field]) => [field, known[field] ?? null]));
