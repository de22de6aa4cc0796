/** Calls `run` once after so many milliseconds, unless what it returns is called before. */
export const setTimer = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
