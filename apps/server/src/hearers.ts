import type { Hearers } from '@okno/backend';
import type { Accounts } from './telegram/accounts.ts';
import type { Core, Speech } from './wire.ts';

type Whom = {
  readonly core: Pick<Core, 'backend'>;
  readonly speech: Pick<Speech, 'face'>;
  readonly accounts: Accounts;
  /** Reads anew who is what, for the simulator. */
  readonly roles: { refresh(): void } | undefined;
};

/** What this process does when it hears of a change that may have been made in another one; every process speaks for bots. */
export const hearersOf = (
  { core, speech, accounts, roles }: Whom,
  told: {
    /** An event waits for an assistant; null where no assistant asks. */
    readonly events: ((assistant_id: string) => void) | null;
    readonly bots: (bot_id: string) => void;
  },
): Hearers => {
  const botsOf = (tenant_id: string) => accounts.all().filter((account) => account.tenant_id === tenant_id);
  return {
    bots: told.bots,
    ...(told.events !== null && { events: told.events }),
    texts: (tenant_id) => {
      core.backend.forgetTenant(tenant_id);
      for (const { bot_info } of botsOf(tenant_id)) speech.face.forgetTexts(bot_info.id);
    },
    people: (who) => {
      roles?.refresh();
      const [tenant_id = '', telegram_id] = who.split(' ');
      for (const { bot_info } of botsOf(tenant_id)) speech.face.forgetPerson(bot_info.id, Number(telegram_id));
    },
  };
};
