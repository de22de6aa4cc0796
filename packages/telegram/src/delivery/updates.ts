import { type Bot, changed, type PendingUpdate, type UpdateType, type World } from '../core/world.ts';

/** All but chat_member, message_reaction and message_reaction_count come without being asked for. */
const ONLY_ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

const isAllowed = (bot: Bot, type: string): boolean =>
  bot.allowed_updates ? bot.allowed_updates.includes(type) : !ONLY_ON_REQUEST.has(type);

type NewUpdate = { readonly type: UpdateType; readonly queue: string; readonly ttl_ms: number; readonly body: object };

/** Hands an update to whoever receives them, or keeps it until somebody asks or it expires. */
export const pushUpdate = (world: World, bot: Bot, update: NewUpdate): void => {
  if (!isAllowed(bot, update.type)) return;
  const pending: PendingUpdate = {
    update_id: bot.next_update_id,
    type: update.type,
    queue: update.queue,
    expires_at: world.clock.now() + update.ttl_ms,
    body: update.body,
  };
  bot.next_update_id += 1;
  bot.pending.set(pending.update_id, pending);
  changed(world);
  bot.receiver?.onUpdate(pending);
};

/** Forgets what is older than it may get. */
export const dropExpired = (world: World, bot: Bot): void => {
  const now = world.clock.now();
  for (const update of bot.pending.values()) {
    if (update.expires_at < now) bot.pending.delete(update.update_id);
  }
};

/** An update as it goes over the wire. */
export const updateJson = (update: PendingUpdate): object => ({
  update_id: update.update_id,
  [update.type]: update.body,
});

/** Reads `allowed_updates`: absent leaves the setting as it is, an empty list returns to the default set. */
export const setAllowedUpdates = (bot: Bot, value: unknown): void => {
  if (!Array.isArray(value)) return;
  const names = value.filter((name) => typeof name === 'string').map((name) => name.toLowerCase());
  bot.allowed_updates = names.length === 0 ? undefined : names;
};
