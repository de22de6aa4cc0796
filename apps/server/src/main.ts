import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { ConfigError, OperatorError } from './problem.ts';
import { VERSION } from './version.ts';

// What each command needs is loaded when it is called, and compiled once: PostgreSQL takes less time than our modules.
module.enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/okno/', import.meta.url)));

const program = new Command('okno')
  .description('Okno: appointment booking whose front desk is a Telegram bot')
  .version(VERSION)
  .showHelpAfterError();

program
  .command('serve', { isDefault: true })
  .description('start everything; without settings this is the demo')
  .option('--reset', 'begin anew: throw away the embedded database and the chats of the demo')
  .action(async (options) => (await import('./cli/serve.ts')).serve(options));

program
  .command('migrate')
  .description('bring the database up to date, and end')
  .action(async () => (await import('./cli/migrate.ts')).migrateCommand());

program
  .command('init-admin')
  .description('make the first administrator of a business; works once')
  .requiredOption('--telegram-id <id>', 'Telegram id of the person, e.g. from @userinfobot')
  .option('--tenant <slug>', 'which business', 'demo')
  .action(async (options) => (await import('./cli/init-admin.ts')).initAdmin(options));

program
  .command('doctor')
  .description('say what is wrong, and what to do about it')
  .action(async () => (await import('./cli/doctor.ts')).doctor());

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
