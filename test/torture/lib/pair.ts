import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findBinaries, programPath } from '../../../apps/server/src/embedded/binaries.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../apps/server/src/embedded/index.ts';
import { thisMachine } from '../../../apps/server/src/embedded/machine.ts';
import { programEnvironment } from '../../../apps/server/src/embedded/programs.ts';
import { chooseRunAs } from '../../../apps/server/src/embedded/run-as.ts';
import { atEnd, type Place, tempFolder, until } from '../../e2e/support/at-end.ts';
import { askIn, type Rows } from '../../e2e/support/database.ts';
import { freePort } from '../../support/free-port.ts';
import { signal } from './processes.ts';

/** A primary and its standby, on the loopback. */
export type Pair = {
  /** Names both, as DATABASE_URL may. */
  readonly url: string;
  /** Asks the one that takes writes, as its superuser. */
  readonly rows: Rows;
  /** The primary is killed, and the standby takes its place. */
  readonly promote: () => Promise<void>;
  /** From now on the standby hears nothing of what is written. */
  readonly lag: () => Promise<void>;
};

const TRUST = ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust'];
/** What the primary knows its standby by. */
const NAME = 'standby';

const settings = { listen_addresses: '127.0.0.1', max_connections: '300' };

const connectionAt = (port: number) => ({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });

/** Starts the standby on a copy of the data; it dies with us, and at the end. */
const startStandby = async (t: Place, folder: string, port: number): Promise<void> => {
  const machine = thisMachine();
  const runAs = chooseRunAs(machine, findBinaries(machine));
  runAs.own(folder);
  const given = Object.entries({ ...settings, port: String(port), unix_socket_directories: '' });
  const words = ['-D', folder, ...given.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const [command, rest] = runAs.wrap(programPath(runAs.native, 'postgres', machine.platform), words, 'INT');
  const child: ChildProcess = spawn(command, rest, {
    ...{ ...runAs.ids, ...programEnvironment(machine.platform) },
    ...{ cwd: path.parse(folder).root, detached: true, stdio: 'ignore' },
  });
  atEnd(t, async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGINT');
    await once(child, 'exit');
  });
};

/** Waits until a server answers this. */
const answers = async (what: string, rows: Rows, question: string): Promise<void> => {
  const look = async () => (await rows<{ yes: boolean }>(`select (${question}) as yes`).catch(() => []))[0]?.yes;
  await until(what, look, 30_000);
};

/** @param waits whether a commit waits until the standby has it: without that an acknowledged one may be lost */
export const startPair = async (t: Place, { waits }: { waits: boolean }): Promise<Pair> => {
  const [first, second] = [await freePort(), await freePort()];
  const folders = { first: path.join(tempFolder(t), 'first'), second: path.join(tempFolder(t), 'second') };
  const start = () => startEmbeddedPostgres({ dataDir: folders.first, port: first, settings });
  await (await start()).stop();
  writeFileSync(path.join(folders.first, 'pg_hba.conf'), `${TRUST.join('\n')}\n`);
  cpSync(folders.first, folders.second, { recursive: true });
  writeFileSync(path.join(folders.second, 'standby.signal'), '');
  const from = `host=127.0.0.1 port=${first} user=postgres application_name=${NAME}`;
  appendFileSync(path.join(folders.second, 'postgresql.auto.conf'), `primary_conninfo = '${from}'\n`);
  const primary: EmbeddedPostgres = await start();
  atEnd(t, () => primary.stop());
  await startStandby(t, folders.second, second);
  const asked = { first: askIn(t, connectionAt(first)), second: askIn(t, connectionAt(second)) };
  await answers(
    'the standby follows',
    asked.first,
    `exists (select from pg_stat_replication where state = 'streaming')`,
  );
  if (waits) {
    await asked.first(`alter system set synchronous_standby_names = '${NAME}'`);
    await asked.first('select pg_reload_conf()');
    await answers('it waits', asked.first, `exists (select from pg_stat_replication where sync_state = 'sync')`);
  }
  let now: Rows = asked.first;
  return {
    url: `postgres://postgres@127.0.0.1:${first},127.0.0.1:${second}/postgres`,
    rows: (text, values) => now(text, values),
    lag: async () => {
      await asked.second(`alter system set primary_conninfo = ''`);
      await asked.second('select pg_reload_conf()');
      await answers('it hears nothing', asked.first, 'not exists (select from pg_stat_replication)');
    },
    promote: async () => {
      signal(primary.pid, 'SIGKILL');
      await asked.second('select pg_promote(true, 30)');
      await answers('it takes writes', asked.second, 'not pg_is_in_recovery()');
      now = asked.second;
    },
  };
};
