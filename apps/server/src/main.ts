import { Command } from 'commander';
import { doctor } from './cli/doctor.ts';
import { initAdmin } from './cli/init-admin.ts';
import { migrateCommand } from './cli/migrate.ts';
import { serve } from './cli/serve.ts';
import { ConfigError } from './config.ts';
import { OperatorError } from './problem.ts';
import { VERSION } from './version.ts';

const program = new Command('okno')
  .description('Okno: appointment booking whose front desk is a Telegram bot')
  .version(VERSION)
  .showHelpAfterError();

program
  .command('serve', { isDefault: true })
  .description('start everything; without settings this is the demo')
  .option('--reset', 'begin anew: throw away the embedded database and the chats of the demo')
  .action(serve);

program.command('migrate').description('bring the database up to date, and end').action(migrateCommand);

program
  .command('init-admin')
  .description('make the first administrator of a business; works once')
  .requiredOption('--telegram-id <id>', 'Telegram id of the person, e.g. from @userinfobot')
  .option('--tenant <slug>', 'which business', 'demo')
  .action(initAdmin);

program.command('doctor').description('say what is wrong, and what to do about it').action(doctor);

try {
  if (process.loadEnvFile !== undefined) loadEnvFile();
  await program.parseAsync();
} catch (error) {
  process.exitCode = 1;
  const known = error instanceof ConfigError || error instanceof OperatorError;
  process.stderr.write(`\n${known ? explain(error) : (error as Error).stack}\n`);
}

function explain(error: Error): string {
  if (!(error instanceof ConfigError)) return error.message;
  return `Okno cannot start, because of its settings:\n${error.message.replace(/^/gm, '  ')}\nThe rules stand in README.md under "Settings".`;
}

/** Settings may stand in a file `.env` beside the program; what the environment says comes first. */
function loadEnvFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
}
