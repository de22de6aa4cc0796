import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pid } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

const beatMs = 1000;
// only for a dead holder's number that another program has now; npm may go on this long after its launcher died
const silentMs = 180_000;
const retryMs = 200;

const isAlive = (owner) => {
  try {
    return process.kill(owner, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Where the lock (or log) of some work on a folder lies: beside the tree, because npm empties what is inside it. */
export const placeFor = (folder, purpose) => {
  const key = createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 12);
  return path.join(os.tmpdir(), `okno-${os.userInfo().uid}-${key}-${purpose}`);
};

const read = (file) => {
  try {
    return { content: fs.readFileSync(file, 'utf8'), touched: fs.statSync(file).mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
};

/** Numbers of the processes that hold a lock: a launcher and what it runs, which may live longer. */
const holders = (content) => content.split(' ').slice(1).map(Number);

/** Whether the holders of a lock are gone: all of them are dead, or silent for too long. */
export const isStale = ({ content, touched }, now) => !holders(content).some(isAlive) || now - touched > silentMs;

/** Takes a dead holder's lock away, unless somebody was quicker and it is a living one's again. */
const removeStale = (file, content) => {
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (fs.readFileSync(aside, 'utf8') !== content && !fs.existsSync(file)) fs.renameSync(aside, file);
  else fs.rmSync(aside);
};

const tryTake = (file, mark) => {
  try {
    fs.writeFileSync(file, mark, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
};

/**
 * Runs `work` while holding the lock file; waits for another process that holds it (`onWait` is called once then).
 * A holder that was killed is noticed. `work` gets a function that names another process which must end, too, before
 * the lock is free: what we run outlives us when we are killed.
 */
export const withLock = async (file, work, onWait = () => undefined) => {
  const mark = randomBytes(8).toString('hex');
  for (let waiting = false; !tryTake(file, `${mark} ${pid}`); ) {
    const held = read(file);
    if (held && isStale(held, Date.now())) removeStale(file, held.content);
    else if (held) {
      if (!waiting) onWait();
      waiting = true;
      await pause(retryMs);
    }
  }
  const beat = setInterval(() => fs.existsSync(file) && fs.utimesSync(file, new Date(), new Date()), beatMs);
  const isOurs = () => read(file)?.content.startsWith(mark);
  const release = () => isOurs() && fs.rmSync(file, { force: true });
  const addHolder = (child) => isOurs() && fs.appendFileSync(file, ` ${child}`);
  process.once('exit', release);
  try {
    return await work(addHolder);
  } finally {
    clearInterval(beat);
    process.removeListener('exit', release);
    release();
  }
};
