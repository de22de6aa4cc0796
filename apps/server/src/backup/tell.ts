import type { Texts } from '@okno/contract';
import { Api, type ApiClientOptions } from 'grammy';
import { type Config, commandLine } from '../config.ts';
import type { Logger } from '../log.ts';
import type { BackupNews } from './daily.ts';

type Deps = {
  readonly config: Pick<Config, 'ADMIN_IDS' | 'TELEGRAM_BOT_TOKEN'>;
  readonly api: ApiClientOptions;
  readonly texts: Texts;
  readonly log: Logger;
};

/** Nothing in an error is longer than what somebody reads in a chat. */
const MOST_SIGNS = 300;

/**
 * Tells those who run this installation (ADMIN_IDS) how backups go, by its bot. It goes straight to Telegram: what keeps
 * a backup from being made may be the database, and with it the timetable. For the same reason nobody can say which
 * language they read, so both are told. The returned function gives whether anybody was reached.
 */
export const createTellOwner = ({ config, api, texts, log }: Deps): ((news: BackupNews) => Promise<boolean>) => {
  const { TELEGRAM_BOT_TOKEN: token, ADMIN_IDS } = config;
  if (token === undefined || ADMIN_IDS.length === 0) return async () => false;
  const bot = new Api(token, api);
  return async ({ failing }) => {
    const text = (['en', 'ru'] as const).map((language) =>
      failing === null
        ? texts(language, 'ops.backup_well')
        : texts(language, 'ops.backup_failed', {
            since: new Date(failing.since).toISOString().slice(0, 16).replace('T', ' '),
            reason: failing.reason.slice(0, MOST_SIGNS),
            command: commandLine('doctor'),
          }),
    );
    const told = await Promise.allSettled(ADMIN_IDS.map((id) => bot.sendMessage(id, text.join('\n\n'))));
    for (const one of told)
      if (one.status === 'rejected')
        log.warn(
          { event: 'owner_not_told', reason: (one.reason as Error).message },
          'an administrator was not reached',
        );
    return told.some(({ status }) => status === 'fulfilled');
  };
};
