import { z } from 'zod';

/** Where a bot on another server asks which bots it speaks for, below the public address of the backend. */
export const FAR_BOTS_PATH = '/api/v1/internal/bots';

/** A bot that another server speaks for, with what opens it. */
export const FarBot = z.object({
  /** The slug of its business. */
  tenant: z.string(),
  bot_id: z.int().positive(),
  username: z.string(),
  name: z.string(),
  token: z.string(),
  /** What Telegram has last been told of it. */
  configured_as: z.string().nullable(),
});
export type FarBot = z.output<typeof FarBot>;

/** All of them; null: those of the version that is known, so that tokens travel only when something has changed. */
export const FarBots = z.object({ version: z.string(), bots: z.array(FarBot).nullable() });
export type FarBots = z.output<typeof FarBots>;
