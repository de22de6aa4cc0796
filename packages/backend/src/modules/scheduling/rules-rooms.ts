import { mergeWindows, type ServiceShape, type Taken, type Window } from './rules.ts';
import { blockedBy } from './rules-blocks.ts';

/** One of the rooms in which a service can take place, and all that takes it. */
export type RoomTime<T extends Taken = Taken> = {
  readonly id: string;
  readonly taken: readonly T[];
  /** What `taken` forbids the visit itself: sorted, and what touches or overlaps is one. */
  readonly blocks: readonly Window[];
};

/** Computed once for all who give the service: the buffers are the service's, and the same for everybody. */
export const roomTime = <T extends Taken>(
  id: string,
  taken: readonly T[],
  service: Pick<ServiceShape, 'buffer_before_minutes' | 'buffer_after_minutes'>,
): RoomTime<T> => ({ id, taken, blocks: mergeWindows(taken.map((row) => blockedBy(row, service))) });

/** Whether one of the rooms is free for a visit from its start to its end (ms); where none is needed, always. */
export const hasRoom = (rooms: readonly RoomTime[] | null, visit: Window): boolean =>
  rooms === null || rooms.some(({ blocks }) => isFree(blocks, visit));

/** What keeps the first room from being free then: the first row in it; missing where there is no room at all. */
export const firstInRoom = <T extends Taken>(
  rooms: readonly RoomTime<T>[],
  { from, to }: Window,
  service: ServiceShape,
): T | undefined =>
  rooms[0]?.taken
    .filter((row) => {
      const block = blockedBy(row, service);
      return from < block.to && block.from < to;
    })
    .toSorted((a, b) => a.starts_at - b.starts_at)[0];

/** Found by halving: every start of every specialist asks every room. */
const isFree = (blocks: readonly Window[], { from, to }: Window): boolean => {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.to ?? 0) > from) high = middle;
    else low = middle + 1;
  }
  return (blocks[low]?.from ?? Number.POSITIVE_INFINITY) >= to;
};
