import { randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { named } from '../../named.ts';
import { paged } from '../../paged.ts';
import type { Secrets } from '../../secrets.ts';
import { MAX_WEBHOOKS } from './rules.ts';
import * as store from './store.ts';

type Deps = {
  readonly secrets: Pick<Secrets, 'seal'>;
  /** What is wrong with an address of a stranger; null: nothing. */
  readonly ruleOfAddress: (url: string) => string | null;
};

const missing = (what: 'webhook' | 'delivery') => new AppError('not_found', { what, field: 'id' });

const found = async ({ tx }: Ctx, id: string): Promise<store.Webhook> => {
  const webhook = await store.findWebhook(tx, id);
  if (webhook === undefined) throw missing('webhook');
  return webhook;
};

/** Of which one something is about to be changed. */
const locked = async ({ tx }: Ctx, id: string): Promise<void> => {
  if ((await store.lockWebhook(tx, id)) === undefined) throw missing('webhook');
};

/** What is kept of an address. */
const sealUrl = ({ actor }: Ctx, { secrets, ruleOfAddress }: Deps, url: string) => {
  const rule = ruleOfAddress(url);
  if (rule !== null) throw new AppError('invalid_input', { field: 'url', rule });
  return { url_sealed: secrets.seal(actor.tenant_id, url), host: new URL(url).host };
};

/** A new secret, told once, and how it is kept. */
const newSecret = ({ actor }: Ctx, { secrets }: Deps) => {
  const secret = randomBytes(32).toString('base64url');
  return { secret, secret_sealed: secrets.seal(actor.tenant_id, secret) };
};

/** Outside systems that are told what happens (docs/webhooks.md). */
export const createWebhookActions = (deps: Deps): HandlersOf<'webhooks'> => ({
  'webhooks.create': async (ctx, { url, ...wanted }) => {
    const address = sealUrl(ctx, deps, url);
    if ((await store.countWebhooks(ctx.tx)) >= MAX_WEBHOOKS)
      throw new AppError('webhook_limit_reached', { limit: MAX_WEBHOOKS });
    const { secret, secret_sealed } = newSecret(ctx, deps);
    const id = randomUUID();
    store.insertWebhook(ctx.tx, { id, ...wanted, ...address, secret_sealed });
    return { ...(await found(ctx, id)), secret };
  },

  'webhooks.list': ({ tx }, page) => paged(page, (wanted) => store.listWebhooks(tx, wanted)),

  'webhooks.get': (ctx, { id }) => found(ctx, id),

  'webhooks.update': async (ctx, { id, url, ...wanted }) => {
    const address = url === undefined ? {} : sealUrl(ctx, deps, url);
    await locked(ctx, id);
    store.updateWebhook(ctx.tx, id, { ...named(wanted), ...address });
    return found(ctx, id);
  },

  'webhooks.delete': async ({ tx }, { id }) => {
    const deleted = await store.deleteWebhook(tx, id);
    if (deleted === undefined) throw missing('webhook');
    return deleted;
  },

  'webhooks.rotate_secret': async (ctx, { id, keep_hours }) => {
    await locked(ctx, id);
    const { secret, secret_sealed } = newSecret(ctx, deps);
    store.updateSecret(ctx.tx, id, { secret_sealed, keep_hours });
    return { ...(await found(ctx, id)), secret };
  },

  'webhooks.activate': async (ctx, { id }) => {
    await locked(ctx, id);
    store.updateActive(ctx.tx, id);
    return found(ctx, id);
  },

  'webhooks.deactivate': async (ctx, { id }) => {
    await locked(ctx, id);
    store.updateInactive(ctx.tx, id, { given_up: false });
    return found(ctx, id);
  },

  'webhooks.test': async (ctx, { id }) => {
    const { active } = await found(ctx, id);
    const delivery = active ? await store.insertTest(ctx.tx, id) : undefined;
    if (delivery === undefined) throw new AppError('webhook_switched_off');
    return delivery;
  },

  'webhooks.deliveries': async (ctx, { id, status, ...page }) => {
    await found(ctx, id);
    return paged(page, (wanted) => store.listDeliveries(ctx.tx, { id, status }, wanted));
  },

  'webhooks.resend': async (ctx, { webhook_id, id }) => {
    const webhook = await store.findWebhook(ctx.tx, webhook_id);
    if (webhook === undefined) throw new AppError('not_found', { what: 'webhook', field: 'webhook_id' });
    if (!webhook.active) throw new AppError('webhook_switched_off');
    const delivery = await store.updateToResend(ctx.tx, { webhook_id, id });
    if (delivery === undefined) throw missing('delivery');
    return delivery;
  },
});
