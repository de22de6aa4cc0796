import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';

/** Whoever does what is due listens here. */
export const ALARM = 'okno_due';

/** Rings closer together than this are one: nobody waits longer for it than the claim itself takes. */
const TOGETHER_MS = 5;

/**
 * Wakes the processes that do what is due, after a commit that has planned something. It is a statement of its own and
 * not part of that transaction, because NOTIFY takes a lock of the whole server until its transaction is on the disk:
 * commits that notify are written one by one, which more than halves how many there can be (docs/due.md#woken). A ring
 * that is lost costs a second or so, until the next look.
 */
export const createAlarm = (pool: pg.Pool): (() => void) => {
  let ringing = false;
  let wanted = false;
  const ring = async (): Promise<void> => {
    ringing = true;
    while (wanted) {
      wanted = false;
      // The pool tells of connections that break; that is all that can go wrong here.
      await pool.query(`notify ${ALARM}`).catch(() => {});
      await pause(TOGETHER_MS);
    }
    ringing = false;
  };
  return () => {
    wanted = true;
    if (!ringing) void ring();
  };
};
