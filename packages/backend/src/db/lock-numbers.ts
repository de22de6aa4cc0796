/**
 * The numbers of the locks of which a database has one; they say nothing. All of them stand here, so that no two are the same:
 * who holds one alone keeps everybody from it who means another thing by it. What is locked of a business or a row has a
 * hash of its id instead.
 */
export const LOCK_NUMBERS = {
  /** Held by whoever migrates. */
  migration: 7_042_001,
  /** Held by whoever makes the weeks of the timetable; in migrations, which write it out. */
  weeks: 7_042_002,
  /** Held by whoever seals the audit logs; in migrations, which write it out. */
  seals: 7_042_003,
  /** Shared by all who work for all businesses at once (`moving-locks.ts`). */
  workers: 7_042_004,
  /** Held by whoever makes a backup. */
  backup: 7_042_005,
} as const;
