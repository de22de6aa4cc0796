import { AppError } from '@okno/contract';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { createLog } from '../log.ts';
import { OperatorError } from '../problem.ts';
import { wireCore } from '../wire.ts';

/** `okno init-admin`: the first administrator of a business; later ones are made by the administrators. */
export const initAdmin = async (options: { telegramId: string; tenant: string }): Promise<void> => {
  if (!/^[1-9]\d{0,14}$/.test(options.telegramId))
    throw new OperatorError('--telegram-id must be a Telegram id: a number such as 123456789.');
  const config = readConfig();
  const log = createLog('silent');
  const database = await openDatabase(config, log);
  try {
    const core = await wireCore({ config, database, clockOffset: () => 0, log });
    try {
      const tenant_id = await core.operator.findTenantId(options.tenant);
      if (tenant_id === undefined) throw new OperatorError(`There is no business with the slug "${options.tenant}".`);
      await core.operator.initAdmin(tenant_id, Number(options.telegramId)).catch(alreadyThere);
      process.stdout.write(`Telegram user ${options.telegramId} is now an administrator of "${options.tenant}".\n`);
    } finally {
      await core.close();
    }
  } finally {
    await database.stop();
  }
};

const alreadyThere = (error: unknown): never => {
  if (error instanceof AppError && error.code === 'forbidden')
    throw new OperatorError('This business has an administrator already: ask them to add you.');
  throw error;
};
