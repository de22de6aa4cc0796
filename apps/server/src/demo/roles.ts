import type { Operator } from '@okno/backend';
import type { Emulator } from '@okno/telegram';
import type { Logger } from '../log.ts';

type Deps = {
  readonly emulator: Pick<Emulator, 'showRoles' | 'onEvent'>;
  readonly operator: Pick<Operator, 'listRoles'>;
  readonly tenant_id: string;
  readonly log: Pick<Logger, 'warn'>;
};

/** Keeps the roles that the simulator shows beside the names those of the business: `refresh` reads them anew. */
export const createRoles = ({ emulator, operator, tenant_id, log }: Deps) => {
  /** One look at a time, and another one when something has changed meanwhile. */
  let [looking, again] = [Promise.resolve(), false];
  const look = async (): Promise<void> => {
    again = false;
    const roles = await operator.listRoles(tenant_id);
    emulator.showRoles((id) => roles.get(id) ?? 'client');
  };
  const refresh = (): void => {
    if (again) return;
    again = true;
    looking = looking.then(look).catch((error: unknown) => {
      log.warn({ event: 'roles_not_shown', err: error }, 'the simulator shows the roles of before');
    });
  };
  const off = emulator.onEvent((event) => {
    if (event.type === 'person' && event.person.role === undefined) refresh();
  });
  return {
    refresh,
    stop: async (): Promise<void> => {
      off();
      await looking;
    },
  };
};
