/** What has fields that can be edited one by one (docs/rules.md#field-editor). */
export const ENTITIES = ['client', 'service', 'specialist', 'room', 'business'] as const;
export type Entity = (typeof ENTITIES)[number];

/** What a form shows for a field. */
export const FIELD_KINDS = [
  ...(['line', 'text', 'number', 'minutes', 'money', 'yes_no', 'email', 'phone', 'tags'] as const),
  ...(['minutes_list', 'hour', 'currency', 'country', 'translations'] as const),
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** Of which many can be changed in one go; there is one business. Bookings have no fields: things are done to them. */
export const BULK_ENTITIES = ['client', 'service', 'specialist', 'room', 'booking'] as const;
export type BulkEntity = (typeof BULK_ENTITIES)[number];

/** What became of one of many. */
export const ITEM_STATUSES = ['waiting', 'changed', 'unchanged', 'skipped', 'undone', 'kept'] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];
