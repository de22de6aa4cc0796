import assert from 'node:assert/strict';
import type { TestBackend } from '../../test-support/backend.ts';
import { OWNER, openStudio, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { type Fetched, syncCalendar } from './jobs.ts';
import { createCalendarReader } from './reader.ts';

export const CALENDAR_URL = 'https://calendar.example/me.ics';

export type Import = { readonly studio: Studio; readonly id: string };

type Row = { readonly id: string; readonly span: string };

/** Outside calendars of a test: what they answer, and what has become of it. */
export const importsOf = (world: TestBackend) => {
  const asked: { url: string; etag: string | null }[] = [];
  /** Stands where the internet would. */
  const outside = { answer: async (): Promise<Fetched> => ({ status: 'unchanged' }) };
  const job = syncCalendar(world.backend.inTenant, {
    fetchCalendar: (url, { etag }) => {
      asked.push({ url, etag });
      return outside.answer();
    },
    readCalendar: createCalendarReader(),
    secrets: world.secrets,
    random: () => 0,
  });
  const rowsOf = ({ studio }: Import): Promise<Row[]> =>
    world.rows<Row>(
      `select id, to_char(starts_at at time zone 'UTC', 'DD HH24:MI') || ' ' || to_char(ends_at at time zone 'UTC', 'DD HH24:MI') as span
        from reservations where tenant_id = $1 and imported order by starts_at`,
      [studio.tenant_id],
    );
  return {
    asked,
    outside,
    /** From now on this is what lies at every address. */
    say: (text: string, etag: string | null = null): void => {
      outside.answer = async () => ({ status: 'fetched', text, etag });
    },
    open: async (studio?: Studio): Promise<Import> => {
      const one = studio ?? (await openStudio(world));
      const { specialist_id } = one;
      const wish = { specialist_id, url: CALENDAR_URL };
      return { studio: one, id: (await one.as(SPECIALIST)('calendars.import_create', wish)).id };
    },
    run: ({ studio, id }: Import) =>
      job({ tenant_id: studio.tenant_id, id: '', kind: 'calendar', due_id: id, attempt: 1 }),
    statusOf: async ({ studio, id }: Import) => {
      const { items } = await studio.as(OWNER)('calendars.import_list', { specialist_id: studio.specialist_id });
      const found = items.find((one) => one.id === id);
      assert.ok(found);
      return found;
    },
    rowsOf,
    /** `04 10:00 04 11:00`: days and times in UTC, in order. */
    busyOf: async (one: Import): Promise<string[]> => (await rowsOf(one)).map(({ span }) => span),
    /** When the import stands in the timetable. */
    dueOf: async ({ id }: Import): Promise<string[]> => {
      const text = `select to_char(fire_at at time zone 'UTC', 'DD HH24:MI') as at from due where id = $1 order by 1`;
      return (await world.rows<{ at: string }>(text, [id])).map(({ at }) => at);
    },
  };
};
