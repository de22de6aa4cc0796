import { useEffect, useState } from 'preact/hooks';
import { useApp } from './app-context.ts';

/** The emulator's clock, drawn again every second. */
export const useNow = (): number => {
  const { now } = useApp();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return now();
};

/** Whether an instant of the emulator's clock is still to come; draws again when it has. */
export const useUntil = (until: number): boolean => {
  const { now } = useApp();
  const [, wake] = useState(0);
  const left = until - now();
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => wake((count) => count + 1), left);
    return () => clearTimeout(timer);
  }, [left]);
  return left > 0;
};
