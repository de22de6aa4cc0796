import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { ConfigError, OperatorError } from './problem.ts';
import { VERSION } from './version.ts';

// What each command needs is loaded when it is called, and compiled once: PostgreSQL takes less time than our modules.
module.enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/okno/', import.meta.url)));

/** What shells answer to whoever did not know how to ask. */
const USAGE_EXIT = 2;

const program = new Command('okno')
  .description('Okno: appointment booking whose front desk is a Telegram bot')
  .version(VERSION)
  .showHelpAfterError()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_EXIT));

program
  .command('serve')
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
  .description('say what is wrong, and what to do about it; the exit code is 1 when something is')
  .option('--json', 'for programs')
  .action(async (options) => (await import('./cli/doctor.ts')).doctor(options));

program
  .command('status')
  .description('say what runs: processes, how late they are, the last backup, bots')
  .option('--json', 'for programs')
  .action(async (options) => (await import('./cli/status.ts')).status(options));

const backup = program
  .command('backup')
  .description('write a backup of the whole database now')
  .option('--to <file>', 'where to; left out: a dated file in BACKUP_DIR')
  .action(async (options) => (await import('./cli/backup.ts')).backup(options));

backup
  .command('verify <file>')
  .description('bring a backup (a file, or s3:NAME) back on a server of its own, and compare every row')
  .action(async (file) => (await import('./cli/backup.ts')).verify(file));

backup
  .command('list')
  .description('the backups that there are')
  .action(async () => (await import('./cli/backup.ts')).list());

backup
  .command('key')
  .description('a new key for BACKUP_KEY')
  .action(async () => (await import('./cli/backup.ts')).key());

program
  .command('restore <file>')
  .description('bring a backup back, a file or s3:NAME; what was there is put aside')
  .option('--replace', 'put a database that is there aside without asking')
  .option('--without-key', 'restore although the ENCRYPTION_KEY of its secrets is lost')
  .action(async (file, options) => (await import('./cli/restore.ts')).restore(file, options));

const audit = program.command('audit').description('look through the log of actions');

audit
  .command('verify')
  .description('say whether anything that is sealed was touched; the exit code is 1 when it was')
  .option('--tenant <slug>', 'which business; all of them when left out')
  .option('--anchor <anchor...>', 'newest seals as they were told once, e.g. from the log of the server')
  .action(async (options) => (await import('./cli/audit.ts')).verify(options));

audit
  .command('export')
  .description('write the log of a business as JSON lines')
  .option('--tenant <slug>', 'which business', 'demo')
  .action(async (options) => (await import('./cli/audit.ts')).exportLog(options));

try {
  if (process.loadEnvFile !== undefined) loadEnvFile();
  await program.parseAsync(withCommand(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  process.exitCode = 1;
  const known = error instanceof ConfigError || error instanceof OperatorError;
  process.stderr.write(`\n${known ? explain(error) : (error as Error).stack}\n`);
}

/** Without a command everything is started; `isDefault` would take a misspelt one for an argument of `serve`. */
function withCommand(words: string[]): string[] {
  const [first = ''] = words;
  const named = first !== '' && (!first.startsWith('-') || ['-h', '--help', '-V', '--version'].includes(first));
  return named ? words : ['serve', ...words];
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
