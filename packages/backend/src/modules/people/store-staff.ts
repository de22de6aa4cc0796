import type { Language, StaffMember, StaffRole } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

const membersWhere = (language: Language, condition: Fragment): Fragment => sql`
  select staff.id, staff.name, staff.role, staff.telegram_id, staff.created_at,
    case when specialists.id is not null then jsonb_build_object('id', specialists.id,
      'name', coalesce(specialists.translations -> ${language} ->> 'name', specialists.name)) end as specialist,
    count(*) over ()::int as total
  from staff left join specialists on specialists.id = staff.specialist_id where ${condition}`;

type Row = StaffMember & { readonly total: number };

/** Owners first, then moderators, then specialists, each by name; every row carries the total. */
export const listStaff = (
  tx: Tx,
  { language, page, limit }: { language: Language; page: number; limit: number },
): Promise<Row[]> =>
  tx.rows(sql<Row>`${membersWhere(language, sql`true`)}
    order by array_position(array['super_admin', 'moderator', 'specialist'], staff.role), lower(staff.name), staff.id
    limit ${limit} offset ${(page - 1) * limit}`);

/** What everybody who works here may do. */
export const listRoles = (tx: Tx): Promise<{ telegram_id: number; role: StaffRole }[]> =>
  tx.rows(sql<{ telegram_id: number; role: StaffRole }>`select telegram_id, role from staff`);

export const findStaffMember = (tx: Tx, id: string, language: Language): Promise<StaffMember | undefined> =>
  tx.row(sql<Row>`${membersWhere(language, sql`staff.id = ${id}::uuid`)}`);

/** What somebody may do here now. */
export const findPlace = (
  tx: Tx,
  telegram_id: number,
): Promise<{ role: StaffRole; specialist_id: string | null } | undefined> =>
  tx.row(sql<{ role: StaffRole; specialist_id: string | null }>`
    select role, specialist_id from staff where telegram_id = ${telegram_id}`);

export const updateRole = (tx: Tx, id: string, role: StaffRole): void =>
  tx.send(sql`update staff set role = ${role} where id = ${id}`);

export const deleteStaffMember = (tx: Tx, id: string): void => tx.send(sql`delete from staff where id = ${id}`);

/** Whether the specialist can be booked; `taken`: somebody works here as this specialist. */
export const findSpecialistToInvite = (tx: Tx, id: string): Promise<{ name: string; taken: boolean } | undefined> =>
  tx.row(sql<{ name: string; taken: boolean }>`
    select name, exists (select from staff where specialist_id = specialists.id) as taken
    from specialists where id = ${id} and active`);

/**
 * Puts somebody into a place; whoever works here keeps their name.
 * @returns false when somebody else works here as this specialist by now
 */
export const savePlace = async (
  tx: Tx,
  member: { telegram_id: number; name: string; role: StaffRole; specialist_id: string | null },
): Promise<boolean> => {
  const row = await tx.row(sql`
    insert into staff (telegram_id, name, role, specialist_id)
    select ${member.telegram_id}::bigint, ${member.name}, ${member.role}, ${member.specialist_id}::uuid
    where not exists (select from staff
      where specialist_id = ${member.specialist_id}::uuid and telegram_id <> ${member.telegram_id}::bigint)
    on conflict (tenant_id, telegram_id) do update set role = excluded.role, specialist_id = excluded.specialist_id
    returning id`);
  return row !== undefined;
};
