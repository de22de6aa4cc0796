import type { BotAccess, Operator, Secrets } from '@okno/backend';
import type { Logger } from '../log.ts';
import { type Account, type Accounts, toOpenAccounts } from './accounts.ts';
import type { Roster } from './open.ts';

type Deps = {
  readonly accounts: Accounts;
  readonly operator: Pick<Operator, 'findBot' | 'listBots'>;
  readonly secrets: Secrets;
  /** Null: this process sends for bots and does not listen to them. */
  readonly roster: Pick<Roster, 'serve' | 'leave'> | null;
  readonly log: Logger;
};

/** Keeps the bots of this process those of the database, while it runs. */
export type Follower = {
  /** Something about this bot is no longer what it was. */
  changed(bot_id: number): void;
  /** Announcements may have been missed: looks through all of them. */
  missed(): void;
  /** Waits for what has begun. */
  finished(): Promise<void>;
};

const isSame = (one: Account, other: Account): boolean =>
  one.token === other.token &&
  one.bot_info.username === other.bot_info.username &&
  one.bot_info.first_name === other.bot_info.first_name;

export const createFollower = ({ accounts, operator, secrets, roster, log }: Deps): Follower => {
  /** One after the other, so that what was read last counts. */
  let line: Promise<void> = Promise.resolve();
  const next = (work: () => Promise<void>): void => {
    line = line.then(work).catch((error: unknown) => log.error({ event: 'bots_not_followed', err: error }));
  };

  const become = async (bot_id: number, account: Account | undefined): Promise<void> => {
    const before = accounts.find(bot_id);
    if (account === undefined) {
      accounts.remove(bot_id);
      await roster?.leave(bot_id);
      if (before !== undefined) log.info({ event: 'bot_left', bot_id });
      return;
    }
    if (before !== undefined && isSame(before, account)) return;
    accounts.add(account);
    // Nobody behind it waits until Telegram has been told of it.
    roster?.serve(account).catch((error: unknown) => log.error({ event: 'bots_not_followed', bot_id, err: error }));
    log.info({ event: 'bot_taken', bot_id });
  };

  const read = (bots: readonly BotAccess[]): Account[] =>
    toOpenAccounts(bots, secrets, ({ bot_id }) =>
      log.error({ event: 'bot_sealed', bot_id }, 'its token needs another ENCRYPTION_KEY'),
    );

  return {
    changed: (bot_id) =>
      next(async () => {
        const bot = await operator.findBot(bot_id);
        await become(bot_id, bot && read([bot])[0]);
      }),
    missed: () =>
      next(async () => {
        const there = new Map(read(await operator.listBots()).map((account) => [account.bot_info.id, account]));
        for (const { bot_info } of accounts.all()) if (!there.has(bot_info.id)) await become(bot_info.id, undefined);
        for (const [bot_id, account] of there) await become(bot_id, account);
      }),
    finished: () => line,
  };
};

/** What is announced of bots, kept until there is somebody who follows it: people are let in before that. */
export const createAnnounced = () => {
  let follower: Follower | undefined;
  const early = new Set<number>();
  let missed = false;
  return {
    hear: (bot_id: string): void => {
      if (follower === undefined) early.add(Number(bot_id));
      else follower.changed(Number(bot_id));
    },
    /** Something may have been announced that nobody heard. */
    hearNothing: (): void => {
      if (follower === undefined) missed = true;
      else follower.missed();
    },
    /** Gives what waits for the end of what has begun, after which nothing begins any more. */
    follow: (who: Follower): (() => Promise<void>) => {
      follower = who;
      if (missed) who.missed();
      for (const bot_id of early) who.changed(bot_id);
      return async () => {
        follower = { changed: () => {}, missed: () => {}, finished: async () => {} };
        await who.finished();
      };
    },
  };
};
