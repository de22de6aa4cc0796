import type { Texts, Transport } from '@okno/contract';
import type pg from 'pg';
import { createCall, type Foresights, type Handlers, type OnFault } from './call.ts';
import { createAlarm } from './db/alarm.ts';
import { type ClockOffset, createInTenant, createLookInTenant, type InTenant } from './db/tx.ts';
import { createKeyLookUps, createTenantOfFeed, createTenants, type KnownTenantOf, type OnLookUp } from './directory.ts';
import { refusing, toRefusal } from './faults.ts';
import { actorIdOf } from './identify.ts';
import { createAnalyticsActions } from './modules/analytics/actions.ts';
import { createAssistantActions } from './modules/assistants/actions.ts';
import { createKeyFinder, type KeyFinder } from './modules/assistants/index.ts';
import { createAuditActions } from './modules/audit/actions.ts';
import { createRefusalLog } from './modules/audit/index.ts';
import { bookingForesights, createBookingActions, createNotificationActions } from './modules/bookings/actions.ts';
import { broadcastActions } from './modules/broadcasts/actions.ts';
import { farBroadcasts } from './modules/broadcasts/index.ts';
import { createCalendarActions, type RuleOfAddress } from './modules/calendars/actions.ts';
import { createFeedReader, type FeedFile, moveZone, takeBusyTime } from './modules/calendars/index.ts';
import { clientActions } from './modules/clients/actions.ts';
import { createEditingActions } from './modules/editing/actions.ts';
import { createSpecialistActions, peopleActions } from './modules/people/actions.ts';
import { createReminderActions } from './modules/reminders/actions.ts';
import { reviewActions } from './modules/reviews/actions.ts';
import { countReview } from './modules/reviews/index.ts';
import { roomActions } from './modules/rooms/actions.ts';
import { createSchedulingActions, schedulingForesights } from './modules/scheduling/actions.ts';
import { seriesActions } from './modules/series/actions.ts';
import { serviceActions } from './modules/services/actions.ts';
import { tenantActions } from './modules/tenants/actions.ts';
import { textActions } from './modules/texts/actions.ts';
import { waitlistActions } from './modules/waitlist/actions.ts';
import { createWebhookActions } from './modules/webhooks/actions.ts';
import type { Secrets } from './secrets.ts';
import { throughOf } from './trace.ts';

const foresights: Foresights = { ...schedulingForesights, ...bookingForesights };

export type Backend = {
  /** The one door. */
  readonly call: Transport;
  /** The business a caller speaks to, when it is known without asking the database. */
  readonly knownTenantOf: KnownTenantOf;
  /** For what happens later and for commands of the operator, which act on a tenant they know. */
  readonly inTenant: InTenant;
  /** A calendar by its secret, which names the tenant and is all the permission there is; missing when unknown. */
  readonly readFeed: (secret: string, request_id: string) => Promise<FeedFile | undefined>;
  /** Whose keys and tokens assistants come with. */
  readonly assistantKeys: KeyFinder;
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
  /** Hears how well the memories of this process do. */
  readonly onLookUp?: OnLookUp;
};

/** Who does what: every module's actions. */
const createHandlers = ({
  secrets,
  texts,
  ruleOfAddress,
}: Pick<Deps, 'secrets' | 'texts' | 'ruleOfAddress'>): Handlers => ({
  ...tenantActions,
  ...textActions,
  ...peopleActions,
  ...createSpecialistActions(moveZone),
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

/** Puts the modules together over connections that act as the app role. */
export const createBackend = (deps: Deps): Backend => {
  const { pool, clockOffset, onFault, secrets, texts, ruleOfAddress, onLookUp } = deps;
  const inTenant = createInTenant(pool, clockOffset, createAlarm(pool));
  const handlers = createHandlers({ secrets, texts, ruleOfAddress });
  const lookInTenant = createLookInTenant(pool, clockOffset);
  const { tenantOf, knownTenantOf } = createTenants(pool, onLookUp);
  const onError = (error: unknown) => onFault(error, { name: 'audit.refusals', request_id: '' });
  const refusals = createRefusalLog({ inTenant, onError });
  const onRefused = refusals.note;
  const call = createCall({ inTenant, lookInTenant, tenantOf, handlers, foresights, onFault, onRefused });
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
  const asked = <T>(work: () => Promise<T>): Promise<T> =>
    refusing('assistants.recognise', work, (error) => onFault(error, { name: 'assistants.recognise', request_id: '' }));
  return {
    call,
    knownTenantOf,
    inTenant,
    noteWrongKey: (wrong) => void noteWrongKey(wrong),
    writeRefusals: refusals.flush,
    assistantKeys: {
      findKey: (secret) => asked(() => keys.findKey(secret)),
      findTokenKey: (kid) => asked(() => keys.findTokenKey(kid)),
      noteUse: (key) => asked(() => keys.noteUse(key)),
    },
    readFeed: (secret, request_id) =>
      refusing(
        'calendars.feed_read',
        () => readFeed(secret),
        (error) => onFault(error, { name: 'calendars.feed_read', request_id }),
      ),
  };
};
