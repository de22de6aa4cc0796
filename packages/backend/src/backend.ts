import type { Caller, KeyValue, Texts, Transport } from '@okno/contract';
import type pg from 'pg';
import type { Foresights } from './admit.ts';
import type { Aside } from './aside.ts';
import { createCall, type Handlers, type OnFault } from './call.ts';
import { createAlarm } from './db/alarm.ts';
import { createLookTogether } from './db/together.ts';
import { type ClockOffset, createInTenant, createLookInTenant, type InTenant } from './db/tx.ts';
import {
  createKeyLookUps,
  createServiceKeyLookUp,
  createSessionLookUp,
  createTenantOfFeed,
  createTenants,
  type KnownTenantOf,
  type OnLookUp,
} from './directory.ts';
import { refusing, toRefusal } from './faults.ts';
import { actorIdOf } from './identify.ts';
import { createAnalyticsActions } from './modules/analytics/actions.ts';
import { createAssistantActions } from './modules/assistants/actions.ts';
import { createKeyFinder, type KeyFinder } from './modules/assistants/index.ts';
import { createAuditActions } from './modules/audit/actions.ts';
import { createRefusalLog } from './modules/audit/index.ts';
import {
  bookingForesights,
  bookingRivalries,
  createBookingActions,
  createNotificationActions,
} from './modules/bookings/actions.ts';
import { broadcastActions } from './modules/broadcasts/actions.ts';
import { farBroadcasts } from './modules/broadcasts/index.ts';
import { createCalendarActions, type RuleOfAddress } from './modules/calendars/actions.ts';
import { createFeedReader, type FeedFile, moveZone, takeBusyTime } from './modules/calendars/index.ts';
import { clientActions } from './modules/clients/actions.ts';
import { createEditingActions } from './modules/editing/actions.ts';
import { createSpecialistActions, peopleActions } from './modules/people/actions.ts';
import { serviceKeyActions } from './modules/programs/actions.ts';
import { createProgramFinder, type FindProgram } from './modules/programs/index.ts';
import { createReminderActions } from './modules/reminders/actions.ts';
import { reviewActions } from './modules/reviews/actions.ts';
import { countReview } from './modules/reviews/index.ts';
import { roomActions } from './modules/rooms/actions.ts';
import { createSchedulingActions, schedulingForesights } from './modules/scheduling/actions.ts';
import { seriesActions } from './modules/series/actions.ts';
import { serviceActions } from './modules/services/actions.ts';
import { createSignInActions } from './modules/sessions/actions.ts';
import {
  type Codes,
  createCodes,
  createMiniAppReader,
  createSessionFinder,
  type FindSession,
} from './modules/sessions/index.ts';
import { tenantActions } from './modules/tenants/actions.ts';
import { textActions } from './modules/texts/actions.ts';
import { waitlistActions } from './modules/waitlist/actions.ts';
import { createWebhookActions } from './modules/webhooks/actions.ts';
import type { Secrets } from './secrets.ts';
import { throughOf } from './trace.ts';

const foresights: Foresights = { ...schedulingForesights, ...bookingForesights };
const ahead = { foresights, rivalries: bookingRivalries };

export type Backend = {
  /** The one door. */
  readonly call: Transport;
  /** The business a caller speaks to, when it is known without asking the database. */
  readonly knownTenantOf: KnownTenantOf;
  /** A business is looked up anew: it may have been moved to another server. */
  readonly forgetTenant: (tenant_id: string) => void;
  /** For what happens later and for commands of the operator, which act on a tenant they know. */
  readonly inTenant: InTenant;
  /** A calendar by its secret, which names the tenant and is all the permission there is; missing when unknown. */
  readonly readFeed: (secret: string, request_id: string) => Promise<FeedFile | undefined>;
  /** Whose keys and tokens assistants come with. */
  readonly assistantKeys: KeyFinder;
  /** Which program of a business a service key belongs to. */
  readonly findProgram: FindProgram;
  /** Whose session a token is, or was; the one door looks whether it still holds. */
  readonly findSession: FindSession;
  /**
   * Who is in a Mini App, by Telegram's word for them.
   * @param tenant slug of the business; null: the only one there is
   * @throws AppError `forbidden` when it is not signed for a bot of this business; `unauthenticated` when it is too old
   */
  readonly readMiniApp: (tenant: string | null, init_data: string) => Promise<Extract<Caller, { via: 'mini_app' }>>;
  /** Writes down that somebody came with a key that is none of ours, when the business they meant is known. */
  readonly noteWrongKey: (wrong: WrongKey) => void;
  /** Writes down the refusals that have been gathered so far; to be called before the connections are closed. */
  readonly writeRefusals: () => Promise<void>;
};

/** What was asked for with a wrong key, and in which business: its slug, or null for the only one there is. */
export type WrongKey = {
  readonly tenant: string | null;
  readonly action: string;
  readonly request_id: string;
  readonly code: 'forbidden' | 'unauthenticated';
};

type Deps = {
  readonly pool: pg.Pool;
  readonly clockOffset: ClockOffset;
  readonly onFault: OnFault;
  readonly secrets: Secrets;
  readonly texts: Texts;
  /** The rule that the address of an outside calendar breaks, as far as it can be known without asking it. */
  readonly ruleOfAddress: RuleOfAddress;
  /**
   * What is short-lived and shared by all processes. It must not use the connections of `pool`: who signs in holds one of
   * them while the store is asked.
   */
  readonly store: KeyValue;
  /** Hears how well the memories of this process do. */
  readonly onLookUp?: OnLookUp;
  /** Where what may be a little old is asked; left out: there is no such place. */
  readonly aside?: Aside;
};

/** Who does what: every module's actions. */
const createHandlers = ({
  secrets,
  texts,
  ruleOfAddress,
  codes,
}: Pick<Deps, 'secrets' | 'texts' | 'ruleOfAddress'> & { readonly codes: Codes }): Handlers => ({
  ...tenantActions,
  ...textActions,
  ...peopleActions,
  ...createSpecialistActions(moveZone),
  ...createSignInActions({ codes }),
  ...serviceKeyActions,
  ...roomActions,
  ...serviceActions,
  ...createSchedulingActions(takeBusyTime),
  ...createBookingActions(countReview),
  ...createNotificationActions(farBroadcasts),
  ...waitlistActions,
  ...seriesActions,
  ...reviewActions,
  ...clientActions,
  ...broadcastActions,
  ...createCalendarActions({ secrets, ruleOfAddress }),
  ...createAssistantActions({ secrets, ruleOfAddress }),
  ...createReminderActions(secrets),
  ...createAnalyticsActions(texts),
  ...createAuditActions(texts),
  ...createEditingActions(texts),
  ...createWebhookActions({ secrets, ruleOfAddress }),
});

const createLooks = (pool: pg.Pool, clockOffset: ClockOffset) => ({
  lookInTenant: createLookInTenant(pool, clockOffset),
  lookTogether: createLookTogether(createLookInTenant(pool, clockOffset, { once: true })),
});

/** Puts the modules together over connections that act as the app role. */
export const createBackend = (deps: Deps): Backend => {
  const { pool, clockOffset, onFault, secrets, texts, ruleOfAddress, onLookUp, store, aside = null } = deps;
  const inTenant = createInTenant(pool, clockOffset, createAlarm(pool));
  const codes = createCodes({ store, secrets });
  const handlers = createHandlers({ secrets, texts, ruleOfAddress, codes });
  const { tenantOf, knownTenantOf, forgetTenant } = createTenants(pool, onLookUp);
  const onError = (error: unknown) => onFault(error, { name: 'audit.refusals', request_id: '' });
  const refusals = createRefusalLog({ inTenant, onError });
  const onRefused = refusals.note;
  const reading = { ...createLooks(pool, clockOffset), aside, ...ahead };
  const call = createCall({ inTenant, ...reading, tenantOf, handlers, onFault, onRefused });
  const noteWrongKey = async ({ tenant, action, request_id, code }: WrongKey): Promise<void> => {
    const guest = { via: 'public', tenant, language: 'en' } as const;
    try {
      const who = { ...throughOf(guest), actor: actorIdOf(guest) };
      onRefused({ tenant_id: await tenantOf(guest), request_id, ...who, action, subject_id: null, outcome: code });
    } catch (error) {
      // A business that there is not has no log.
      if (toRefusal(error, action).code !== 'not_found') onError(error);
    }
  };
  const readFeed = createFeedReader({ inTenant, tenantOfFeed: createTenantOfFeed(pool), texts });
  const keys = createKeyFinder({ ...createKeyLookUps(pool), inTenant, secrets });
  const findProgram = createProgramFinder(createServiceKeyLookUp(pool));
  const findSession = createSessionFinder(createSessionLookUp(pool));
  const readMiniApp = createMiniAppReader({ inTenant, secrets });
  const asking =
    (name: string) =>
    <T>(work: () => Promise<T>): Promise<T> =>
      refusing(name, work, (error) => onFault(error, { name, request_id: '' }));
  const asked = asking('assistants.recognise');
  return {
    call,
    knownTenantOf,
    forgetTenant,
    inTenant,
    noteWrongKey: (wrong) => void noteWrongKey(wrong),
    writeRefusals: refusals.flush,
    assistantKeys: {
      findKey: (secret) => asked(() => keys.findKey(secret)),
      findTokenKey: (kid) => asked(() => keys.findTokenKey(kid)),
      noteUse: (key) => asked(() => keys.noteUse(key)),
    },
    findProgram: (given) => asking('programs.recognise')(() => findProgram(given)),
    findSession: (token) => asking('sessions.recognise')(() => findSession(token)),
    readMiniApp: (tenant, init_data) =>
      asking('sessions.mini_app')(async () =>
        readMiniApp(await tenantOf({ via: 'public', tenant, language: 'en' }), init_data),
      ),
    readFeed: (secret, request_id) =>
      refusing(
        'calendars.feed_read',
        () => readFeed(secret),
        (error) => onFault(error, { name: 'calendars.feed_read', request_id }),
      ),
  };
};
