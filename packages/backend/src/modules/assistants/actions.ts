import { createPublicKey, randomBytes, randomUUID } from 'node:crypto';
import { type Actions, AppError, type Assistant, type Output, type Parsed } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { named } from '../../named.ts';
import { paged } from '../../paged.ts';
import type { Secrets } from '../../secrets.ts';
import { hashOf } from './keys.ts';
import { KEY_PREFIX, MAX_KEYS, signsEs256 } from './rules.ts';
import {
  type AssistantCard,
  countKeys,
  insertAssistant,
  insertKey,
  listAssistants,
  listKeys,
  lockAssistant,
  type NewKey,
  type SealedWebhook,
  updateArchived,
  updateAssistant,
  updateKeyRevoked,
  updateKeysRevoked,
} from './store.ts';

type Deps = {
  /** Seal what has to be read again: addresses, and secrets that sign. */
  readonly secrets: Pick<Secrets, 'seal'>;
  /** What is wrong with an address of a stranger; null: nothing. */
  readonly ruleOfAddress: (url: string) => string | null;
};

const newSecret = (): string => randomBytes(32).toString('base64url');

const found = <T>(row: T | undefined, field = 'id'): T => {
  if (row === undefined) throw new AppError('not_found', { what: field === 'id' ? 'assistant' : 'key', field });
  return row;
};

const withKeys = async <T extends AssistantCard>(tx: Tx, cards: readonly T[]): Promise<(T & Assistant)[]> => {
  const ids = cards.map(({ id }) => id);
  const keys = Map.groupBy(await listKeys(tx, ids), ({ assistant_id }) => assistant_id);
  return cards.map((card) => ({ ...card, keys: keys.get(card.id) ?? [] }));
};

const viewOf = async (tx: Tx, card: AssistantCard): Promise<Assistant> => {
  const [view] = await withKeys(tx, [card]);
  return found(view);
};

type Webhook = { readonly sealed: SealedWebhook; readonly secret: string };

const sealWebhook = ({ actor }: Ctx, { secrets, ruleOfAddress }: Deps, url: string | undefined): Webhook | null => {
  if (url === undefined) return null;
  const rule = ruleOfAddress(url);
  if (rule !== null) throw new AppError('invalid_input', { field: 'webhook_url', rule });
  const secret = newSecret();
  const sealed = {
    webhook_sealed: secrets.seal(actor.tenant_id, url),
    webhook_host: new URL(url).host,
    webhook_secret_sealed: secrets.seal(actor.tenant_id, secret),
  };
  return { sealed, secret };
};

const needsUrl = () => new AppError('invalid_input', { field: 'webhook_url', rule: 'is needed for webhook' });

const createAssistant = async (ctx: Ctx, input: Parsed<Actions['assistants.create']>, deps: Deps) => {
  const { webhook_url, ...wanted } = input;
  if (wanted.delivery === 'webhook' && webhook_url === undefined) throw needsUrl();
  const webhook = sealWebhook(ctx, deps, webhook_url);
  const card = await insertAssistant(ctx.tx, { ...wanted, ...webhook?.sealed });
  return { ...card, keys: [], webhook_secret: webhook?.secret ?? null };
};

const changeAssistant = async (ctx: Ctx, input: Parsed<Actions['assistants.update']>, deps: Deps) => {
  const { id, webhook_url, ...wanted } = input;
  const known = found(await lockAssistant(ctx.tx, id));
  if (wanted.delivery === 'webhook' && webhook_url === undefined && known.webhook_host === null) throw needsUrl();
  const webhook = sealWebhook(ctx, deps, webhook_url);
  const card = found(await updateAssistant(ctx.tx, id, { ...named(wanted), ...webhook?.sealed }));
  return { ...(await viewOf(ctx.tx, card)), webhook_secret: webhook?.secret ?? null };
};

const publicKeyOf = (pem: string | undefined): string => {
  const wrong = () =>
    new AppError('invalid_input', { field: 'public_key', rule: 'must be a public key on P-256 in PEM' });
  if (pem === undefined || !/^\s*-----BEGIN PUBLIC KEY-----/.test(pem)) throw wrong();
  try {
    const key = createPublicKey(pem);
    const { namedCurve: curve } = key.asymmetricKeyDetails ?? {};
    if (signsEs256({ type: key.asymmetricKeyType ?? '', curve }))
      return String(key.export({ type: 'spki', format: 'pem' }));
  } catch {
    throw wrong(); // what the parser says of it is told nobody
  }
  throw wrong();
};

type Issued = { readonly secret: string | null } & Pick<NewKey, 'secret_hash' | 'secret_sealed' | 'public_key'>;

/** What is kept of a new key, and what is told once. */
const issue = ({ actor }: Ctx, input: Parsed<Actions['assistants.issue_key']>, { secrets }: Deps): Issued => {
  const nothing = { secret: null, secret_hash: null, secret_sealed: null, public_key: null };
  if (input.kind === 'ES256') return { ...nothing, public_key: publicKeyOf(input.public_key) };
  if (input.public_key !== undefined)
    throw new AppError('invalid_input', { field: 'public_key', rule: 'belongs to ES256 only' });
  if (input.kind === 'HS256') {
    const secret = newSecret();
    return { ...nothing, secret, secret_sealed: secrets.seal(actor.tenant_id, secret) };
  }
  const secret = `${KEY_PREFIX}${newSecret()}`;
  return { ...nothing, secret, secret_hash: hashOf(secret) };
};

const issueKey = async (
  ctx: Ctx,
  input: Parsed<Actions['assistants.issue_key']>,
  deps: Deps,
): Promise<Output<Actions['assistants.issue_key']>> => {
  const { assistant_id, kind, scopes } = input;
  const { secret, ...kept } = issue(ctx, input, deps);
  const assistant = await lockAssistant(ctx.tx, assistant_id);
  if (assistant === undefined || assistant.archived_at !== null)
    throw new AppError('not_found', { what: 'assistant', field: 'assistant_id' });
  if ((await countKeys(ctx.tx, assistant_id)) >= MAX_KEYS) throw new AppError('key_limit_reached', { limit: MAX_KEYS });
  const key = { id: randomUUID(), assistant_id, kind, scopes: [...new Set(scopes)], ...kept };
  return { ...(await insertKey(ctx.tx, key)), secret };
};

export const createAssistantActions = (deps: Deps): HandlersOf<'assistants'> => ({
  'assistants.create': (ctx, input) => createAssistant(ctx, input, deps),

  'assistants.list': async ({ tx }, page) => {
    const { items, ...rest } = await paged(page, (part) => listAssistants(tx, part));
    return { ...rest, items: await withKeys(tx, items) };
  },

  'assistants.update': (ctx, input) => changeAssistant(ctx, input, deps),

  'assistants.archive': async ({ tx }, { id }) => {
    const card = found(await updateArchived(tx, id));
    updateKeysRevoked(tx, id);
    return viewOf(tx, card);
  },

  'assistants.issue_key': (ctx, input) => issueKey(ctx, input, deps),

  'assistants.revoke_key': async ({ tx }, { assistant_id, id }) => found(await updateKeyRevoked(tx, assistant_id, id)),
});
