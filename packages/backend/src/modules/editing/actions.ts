import {
  type Actions,
  AppError,
  EDITABLE,
  ENTITIES,
  editableBy,
  isSameJson,
  type Output,
  ruleOfField,
  type Texts,
} from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { lockVersions } from '../../db/version-lock.ts';
import { paged } from '../../paged.ts';
import { versionOf } from '../../versions.ts';
import { findChange, handOf, listChanges, type Noted } from '../changes/index.ts';
import { bulkActions } from './bulk.ts';
import { changeEditable, findEditable, type Known, type Place } from './entities.ts';
import { readChanges, refuseEntity, shownTo, type Values } from './rules.ts';

type Edited = Output<Actions['editing.get']>;
type Changed = Output<Actions['editing.change']>;

const tell = ({ actor }: Ctx, { entity, id }: Place, known: Known): Edited => {
  const values = shownTo(actor.role, entity, known);
  return { entity, id, name: known.name, values, version: versionOf({ fields: ['values'] }, { values }) };
};

const get = async (ctx: Ctx, place: Place): Promise<Edited> => {
  refuseEntity(ctx.actor.role, place.entity);
  return tell(ctx, place, await findEditable(ctx.tx, place, ctx.actor.tenant_id));
};

type Changing = {
  readonly place: Place;
  readonly changes: Values;
  readonly undo_of?: Readonly<Record<string, string>>;
};

const change = async (ctx: Ctx, { place, changes, undo_of }: Changing): Promise<Changed> => {
  const { tx, by } = handOf(ctx);
  const noted: Noted[] = [];
  const onNoted = (one: Noted) => void noted.push(one);
  const hand = { tx, by: { ...by, ...(undo_of !== undefined && { undo_of }) }, onNoted };
  const known = await changeEditable(hand, place, changes, ctx.actor.tenant_id);
  return { ...tell(ctx, place, known), changes: noted };
};

/** What has another value by now is not overwritten: whoever changed it would not know (docs/rules.md#field-editor). */
const undo = async (ctx: Ctx, id: string): Promise<Changed> => {
  const { tx, actor } = ctx;
  const done = await findChange(tx, id);
  if (done === undefined) throw new AppError('not_found', { what: 'change', field: 'id' });
  const { entity, subject_id, field, before, after } = done;
  const place = { entity, id: subject_id };
  refuseEntity(actor.role, entity);
  lockVersions(tx, [subject_id]);
  const { values, version } = await get(ctx, place);
  if (!isSameJson(values[field], after)) throw new AppError('changed_meanwhile', { version, current: values });
  return change(ctx, {
    place,
    changes: readChanges(actor.role, entity, { [field]: before }),
    undo_of: { [field]: id },
  });
};

const fields = ({ actor: { role, language, tenant_id } }: Ctx, texts: Texts) =>
  ENTITIES.filter((entity) => editableBy(role, entity).length > 0).map((entity) => ({
    entity,
    label: texts(language, `editing.${entity}`),
    id: entity === 'business' ? tenant_id : null,
    fields: editableBy(role, entity).map(([field, { kind, label, schema }]) => ({
      field,
      label: texts(language, label),
      kind,
      rule: ruleOfField(schema),
    })),
  }));

export const createEditingActions = (texts: Texts): HandlersOf<'editing'> => ({
  'editing.fields': async (ctx) => ({ entities: fields(ctx, texts) }),

  'editing.get': get,

  'editing.change': (ctx, { entity, id, changes }) =>
    change(ctx, { place: { entity, id }, changes: readChanges(ctx.actor.role, entity, changes) }),

  'editing.history': async (ctx, { entity, id, field, page, limit }) => {
    const of = { entity, id, field };
    await get(ctx, of);
    const told = await paged({ page, limit }, (wanted) => listChanges(ctx.tx, of, wanted));
    const { language } = ctx.actor;
    const labelOf = (field: string): string => {
      const known = EDITABLE[of.entity][field];
      return known === undefined ? field : texts(language, known.label);
    };
    return { ...told, items: told.items.map((one) => ({ ...one, label: labelOf(one.field) })) };
  },

  'editing.undo': (ctx, { id }) => undo(ctx, id),

  ...bulkActions,
});
