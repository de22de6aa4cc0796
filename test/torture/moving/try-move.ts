import { setTimeout as pause } from 'node:timers/promises';
import { moveTenant } from '@okno/backend';
import type { Cell } from './cells.ts';

/** Addresses of databases: between which a business moves, and the first as the second one sees it. */
export type Way = { readonly from: string; readonly to: string; readonly seen: string };

export const wayOf = (from: Cell, to: Cell): Way => ({
  from: from.server.url,
  to: to.server.url,
  seen: from.server.url,
});

type Limits = { readonly copy_ms?: number; readonly stop_ms?: number };

/** Moves a business; gives the reason for which that failed, null when it did not. */
export const tryMove = (slug: string, way: Way, limits: Limits = {}): Promise<string | null> =>
  moveTenant({
    from: { connection_string: way.from },
    to: { connection_string: way.to },
    seen: way.seen,
    slug,
    ...{ copy_ms: 60_000, stop_ms: 60_000, asked_ms: 1_500, ...limits },
    pause,
    ticks: () => performance.now(),
    tell: () => {},
  }).then(
    () => null,
    ({ message }: Error) => message,
  );
