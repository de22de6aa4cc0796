/** What has fields that can be edited one by one (docs/rules.md#field-editor). */
export const ENTITIES = ['client', 'service', 'specialist', 'room', 'business'] as const;
export type Entity = (typeof ENTITIES)[number];

/** What a form shows for a field. */
export const FIELD_KINDS = [
  ...(['line', 'text', 'number', 'minutes', 'money', 'yes_no', 'email', 'phone', 'tags'] as const),
  ...(['minutes_list', 'hour', 'currency', 'country', 'translations'] as const),
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
