const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const ONE_HOUR_MS = HOUR_MS;
export const ONE_DAY_MS = DAY_MS;

/** Less than this is the network's delay, not a clock that somebody moved. */
const NOTICEABLE_MS = 30_000;

export const isMoved = (offset_ms: number): boolean => Math.abs(offset_ms) >= NOTICEABLE_MS;

export type OffsetUnits = { readonly day: string; readonly hour: string; readonly minute: string };

/** How far the clock was moved, in its two largest units: `+2 d 3 h`, `−45 min`. Empty when it was not. */
export const offsetLabel = (offset_ms: number, units: OffsetUnits): string => {
  if (!isMoved(offset_ms)) return '';
  const minutes = Math.round(Math.abs(offset_ms) / MINUTE_MS);
  const parts = [
    { count: Math.floor(minutes / 1440), unit: units.day },
    { count: Math.floor(minutes / 60) % 24, unit: units.hour },
    { count: minutes % 60, unit: units.minute },
  ];
  const largest = parts.findIndex((part) => part.count > 0);
  const shown = parts.slice(largest, largest + 2).filter((part) => part.count > 0);
  return (offset_ms < 0 ? '−' : '+') + shown.map((part) => `${part.count} ${part.unit}`).join(' ');
};

/** 9:00 of the day after `now` by the device's own time zone, in Unix milliseconds. */
export const tomorrowAtNine = (now: number): number => {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, 9).getTime();
};

/** `2026-03-02T18:05`, the device's wall clock as an `<input type="datetime-local">` wants it. */
export const toLocalInput = (instant: number): string => {
  const date = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
};

/** The instant such an input means, in Unix milliseconds; nothing for an empty or broken one. */
export const fromLocalInput = (value: string): number | undefined => {
  const instant = new Date(value).getTime();
  return Number.isNaN(instant) ? undefined : instant;
};
