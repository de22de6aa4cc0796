const checkMs = 500;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** A child is given to another parent when its own dies; Windows does not tell, so there the number is asked for. */
const isGone = (launcher: number): boolean =>
  process.platform === 'win32' ? !isAlive(launcher) : process.ppid !== launcher;

/**
 * Calls the listener once, within half a second, when the launcher that started this program is gone, so that a
 * server whose launcher was killed does not stay behind and hold the port.
 * `launcherPid` is what the launcher wrote into `OKNO_LAUNCHER_PID`; empty or absent means that nobody is watched.
 * Gives a function that ends the watch. The watch itself never keeps the program alive.
 */
export const onParentGone = (launcherPid: string | undefined, listener: () => void): (() => void) => {
  const launcher = Number(launcherPid);
  if (!launcherPid || !Number.isInteger(launcher) || launcher <= 0) return () => undefined;
  const timer = setInterval(() => {
    if (!isGone(launcher)) return;
    clearInterval(timer);
    listener();
  }, checkMs);
  timer.unref();
  return () => clearInterval(timer);
};
