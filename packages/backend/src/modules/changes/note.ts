import { randomUUID } from 'node:crypto';
import type { Entity } from '@okno/contract';
import type { Actor } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { changedFields, type Values } from './rules.ts';
import { type By, insertChange } from './store.ts';

/** What changes something, in whose name, and who wants to know what was written down. */
export type Hand = { readonly tx: Tx; readonly by: By; readonly onNoted?: (noted: Noted) => void };

/** Whoever asks, as history names them. */
export const handOf = ({ tx, actor }: { tx: Tx; actor: Pick<Actor, 'id' | 'name'> }): Hand => ({
  tx,
  by: { actor: actor.id, actor_name: actor.name },
});

export type Noted = { readonly id: string; readonly field: string };

/**
 * Writes down which fields of `after` say something else than before, in the transaction that changes them
 * (docs/rules.md#field-editor).
 */
export const noteChanges = (
  { tx, by, onNoted }: Hand,
  { entity, id, before, after }: { entity: Entity; id: string; before: Values; after: Values },
): void => {
  for (const field of changedFields(before, after)) {
    const change = { id: randomUUID(), entity, subject_id: id, field, before: before[field], after: after[field] };
    insertChange(tx, change, by);
    onNoted?.({ id: change.id, field });
  }
};
