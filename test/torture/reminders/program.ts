import { setTimeout as pause } from 'node:timers/promises';
import type { OutsideAssistant } from '../../e2e/support/assistant.ts';
import type { World } from './world.ts';

/** How an assistant treats the events of a reminder: acknowledges the first, the second, or none. */
export type Manner = 'prompt' | 'late' | 'never';

/** An event as it came out of the queue; instants in Unix milliseconds. */
export type Arrival = { readonly reminder_id: string; readonly due_at: number; readonly at: number };

/** What the assistant knows of what it was promised. */
export type Diary = {
  /** Reminders that were answered with 201, by id. */
  readonly promised: ReadonlyMap<string, { readonly manner: Manner; readonly recurring: boolean }>;
  readonly arrivals: readonly Arrival[];
};

export type Program = Diary & {
  /** Asks for a reminder; says whether it was promised, which it is not when no answer came. */
  set(wish: { readonly manner: Manner } & ({ readonly in_ms: number } | { readonly cron: string })): Promise<boolean>;
  /** Ends the reminders that come again and again. */
  endChains(): Promise<void>;
  /** Stops listening when everything that came has been dealt with. */
  close(): Promise<void>;
};

const QUEUE = 'queue:to_assistant';
const LISTEN_SECONDS = 1;
const AGAIN_MS = 100;

/**
 * Ada sets reminders over HTTP and takes their events from the queue, whichever of the two is just away.
 */
export const runProgram = async (world: World, ada: OutsideAssistant): Promise<Program> => {
  const promised = new Map<string, { manner: Manner; recurring: boolean }>();
  const arrivals: Arrival[] = [];
  const times = new Map<string, number>();
  const acks: Promise<void>[] = [];
  let open = true;

  /** Until it is answered: what was acknowledged twice is acknowledged. */
  const insist = async (line: `${string} /${string}`, body: object): Promise<void> => {
    for (;;) {
      const reply = await ada.ask(line, body).catch(() => null);
      if (reply?.status === 200) return;
      if (reply !== null && reply.status < 500) throw new Error(`${line} was answered ${reply.status}`);
      await pause(AGAIN_MS);
    }
  };

  const receive = (text: string): void => {
    const { reminder_id, triggered_at } = JSON.parse(text).payload as { reminder_id: string; triggered_at: string };
    arrivals.push({ reminder_id, due_at: Date.parse(triggered_at), at: Date.now() });
    const key = `${reminder_id} ${triggered_at}`;
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    const manner = promised.get(reminder_id)?.manner ?? 'prompt';
    if (manner === 'never' || (manner === 'late' && time === 1)) return;
    const ack = insist(`POST /reminders/${reminder_id}/ack`, { status: 'done', triggered_at });
    acks.push(ack);
    // Before it is awaited, it may fail.
    ack.catch(() => {});
  };

  const queue = await world.connect();
  const listening = (async () => {
    while (open && queue.isOpen) {
      const popped = await queue.brPop(QUEUE, LISTEN_SECONDS).catch(() => pause(AGAIN_MS, null));
      if (popped) receive(popped.element);
    }
  })();

  return {
    promised,
    arrivals,
    set: async ({ manner, ...when }) => {
      const recurring = 'cron' in when;
      const times = recurring
        ? { type: 'recurring', cron_expression: when.cron }
        : { type: 'one_time', trigger_at: new Date(Date.now() + when.in_ms).toISOString() };
      const wish = { user_id: 1, payload: JSON.stringify({ manner }), ...times };
      const reply = await ada.ask('POST /reminders/', wish).catch(() => null);
      // Who takes requests was just starting: by then the time was over.
      const late = reply?.status === 400 && reply.body['field'] === 'trigger_at';
      if (reply === null || late || reply.status >= 500) return false;
      if (reply.status !== 201) throw new Error(`a reminder was answered ${JSON.stringify(reply.body)}`);
      promised.set(String(reply.body['id']), { manner, recurring });
      return true;
    },
    endChains: async () => {
      const chains = [...promised].filter(([, { recurring }]) => recurring);
      await Promise.all(chains.map(([id]) => insist(`PATCH /reminders/${id}`, { status: 'cancelled' })));
    },
    close: async () => {
      open = false;
      await listening;
      await Promise.all(acks);
    },
  };
};
