import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { Client } from 'pg';
import { readConfig } from '../../apps/server/src/config.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { reachDatabase } from '../../apps/server/src/reach.ts';
import { noteServing, reachToServe, waitUntil } from '../../apps/server/src/reach-to-serve.ts';
import { layReadyData } from '../support/ready-data.ts';
import { atEnd, tempFolder, until } from './support/at-end.ts';
import { runOkno, UNHURRIED } from './support/okno.ts';

/** A data folder whose embedded server a command of ours has started. */
const openFolder = async (t: TestContext) => {
  const DATA_DIR = path.join(tempFolder(t), 'data');
  await layReadyData(DATA_DIR);
  const [config, log] = [readConfig({ DATA_DIR }), createLog('silent')];
  const command = await reachDatabase(config, log);
  atEnd(t, command.stop);
  /** Is connected as a process that serves is. */
  const connectAs = async (pid: number) => {
    if (!('host' in command.connection)) throw new Error('the embedded server has a host');
    const client = new Client({ ...command.connection, application_name: `okno/0.1.0 gbw here:${pid}` });
    await client.connect();
    return client;
  };
  return { DATA_DIR, config, log, command, connectAs };
};

/** A time that goes on only while somebody waits; `meanwhile` is what happens in the first of the pauses. */
const ownTime = (meanwhile: () => Promise<void> = async () => {}) => {
  const time = { ms: 0 };
  let pauses = 0;
  return {
    time,
    now: () => time.ms,
    pause: async (ms: number) => {
      time.ms += ms;
      pauses += 1;
      if (pauses === 1) await meanwhile();
    },
  };
};

const deadPid = async (): Promise<number> => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  return child.pid ?? 0;
};

test('whoever is to serve waits for a command that has started the embedded server, and does not end with it', async (t) => {
  const { config, log, command } = await openFolder(t);
  // The control: another command joins.
  const other = await reachDatabase(config, log);
  assert.equal(other.joined, true);
  await other.stop();
  const own = await reachToServe(config, log, ownTime(command.stop));
  assert.equal(own.joined, false);
  await own.stop();
});

test('a process that is stopping is waited for, and one that was killed does not count', async (t) => {
  const { config, log, command, connectAs } = await openFolder(t);
  const killed = await connectAs(await deadPid());
  // It has taken its note away already, and is still connected.
  const stopping = await connectAs(process.pid);
  const waiting = ownTime(async () => {
    await stopping.end();
    await killed.end();
    await command.stop();
  });
  const own = await reachToServe(config, log, waiting);
  assert.deepEqual([own.joined, waiting.time.ms > 0], [false, true]);
  await own.stop();
});

test('a process that is starting is named with its address as soon as it has one', async (t) => {
  const { config, log, connectAs } = await openFolder(t);
  const starting = await connectAs(process.pid);
  atEnd(t, () => starting.end());
  const url = 'http://127.0.0.1:8080';
  const waiting = ownTime(async () => void (await noteServing(config, url, log)));
  await assert.rejects(reachToServe(config, log, waiting), {
    message: new RegExp(`already running here: ${url} \\(process ${process.pid},`),
  });
});

test('people hear once what they wait for, when it takes longer than a second, and not of a short wait', async (t) => {
  const { DATA_DIR, config, log, command, connectAs } = await openFolder(t);
  const short: string[] = [];
  const brief = ownTime(command.stop);
  const own = await reachToServe(config, log, { ...brief, tell: (words) => short.push(words) });
  assert.deepEqual([own.joined, brief.time.ms > 0, short], [false, true, []]);
  await own.stop();

  const again = await reachDatabase(config, log);
  atEnd(t, again.stop);
  const waitLong = async () => {
    const told: { at_ms: number; words: string }[] = [];
    const long = ownTime();
    const tell = (words: string) => void told.push({ at_ms: long.time.ms, words });
    const pause = async (ms: number) => {
      if (long.time.ms >= 2_000) throw new Error('long enough');
      await long.pause(ms);
    };
    await assert.rejects(reachToServe(config, log, { ...long, pause, tell }), { message: 'long enough' });
    return told;
  };
  const [one, ...more] = await waitLong();
  assert.deepEqual([one?.at_ms, more], [1_000, []]);
  assert.match(
    one?.words ?? '',
    new RegExp(`^Another program of Okno is still using the data in ${DATA_DIR}: waiting .* 15 seconds at most…$`),
  );
  const serving = await connectAs(process.pid);
  atEnd(t, () => serving.end());
  assert.match((await waitLong())[0]?.words ?? '', new RegExp(`^Okno \\(process ${process.pid}\\) is still using`));
});

test('the wait has an end: whoever still uses the folder then is told of', async (t) => {
  const { config, log, connectAs } = await openFolder(t);
  const killed = await connectAs(await deadPid());
  const command = ownTime();
  await assert.rejects(reachToServe(config, log, command), { message: /^Another program of Okno is using/ });
  assert.ok(command.time.ms >= 15_000, String(command.time.ms));
  await killed.end();
  const endless = await connectAs(process.pid);
  atEnd(t, () => endless.end());
  await assert.rejects(reachToServe(config, log, ownTime()), {
    message: new RegExp(`just starting or stopping \\(process ${process.pid},`),
  });
});

test('told to stop while it waits, it ends at once and well, and the command goes on', async (t) => {
  const { DATA_DIR, config, log, command } = await openFolder(t);
  const gone = new AbortController();
  gone.abort();
  await assert.rejects(reachToServe(config, log, waitUntil(gone.signal)), { name: 'AbortError' });
  const okno = runOkno(t, ['serve'], { PORT: '0', ...UNHURRIED, DATA_DIR });
  await until('it waits', () => okno.stdout().includes('waiting_for_database'), 60_000);
  assert.deepEqual(await okno.kill('SIGINT'), { code: 0, signal: null }, okno.stderr());
  assert.equal(okno.stderr(), '');
  const other = await reachDatabase(config, log);
  assert.equal(other.joined, true);
  await other.stop();
  await command.stop();
});

test('a note that cannot be written is a warning, and one that stayed behind goes before anybody can believe it', async (t) => {
  const { DATA_DIR, config, command } = await openFolder(t);
  await command.stop();
  const note = path.join(DATA_DIR, 'serving.json');
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => lines.push(line) });
  writeFileSync(note, '{"pid":1,"url":"http://127.0.0.1:1"}');
  const own = await reachToServe(config, log, ownTime());
  assert.ok(!existsSync(note));
  mkdirSync(note);
  const close = await noteServing(config, 'http://127.0.0.1:2', log);
  await close();
  await own.stop();
  assert.equal(lines.filter((line) => line.includes('"event":"serving_note_failed"')).length, 2, lines.join(''));
});
