import type { TestBackend } from './backend.ts';
import { OWNER, openStudio, type Studio } from './studio.ts';

export type RoomyStudio = Studio & { readonly room_ids: readonly string[] };

/** A studio whose service needs one of `rooms` rooms, called A, B, … in their order. */
export const openRooms = async (
  world: TestBackend,
  { rooms = 1, ...plan }: { rooms?: number } & Parameters<typeof openStudio>[1] = {},
): Promise<RoomyStudio> => {
  const studio = await openStudio(world, plan);
  const owner = studio.as(OWNER);
  const room_ids: string[] = [];
  for (let position = 0; position < rooms; position += 1) {
    const name = String.fromCodePoint(65 + position);
    room_ids.push((await owner('rooms.create', { name, position })).id);
  }
  await owner('services.set_rooms', { id: studio.service_id, room_ids });
  return { ...studio, room_ids };
};

/** Pairs of reservations of one room that take the same time, buffers included. */
export const countRoomOverlaps = async ({ rows }: TestBackend, { tenant_id }: Studio): Promise<number> => {
  const [row] = await rows<{ count: number }>(
    `select count(*)::int as count from reservations a join reservations b using (tenant_id, room_id)
      where tenant_id = $1 and a.id < b.id and a.blocked && b.blocked`,
    [tenant_id],
  );
  return row?.count ?? Number.NaN;
};
