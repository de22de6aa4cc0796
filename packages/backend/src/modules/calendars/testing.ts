/** Texts of calendar files for tests. */

const LINE = '\r\n';

/** One event out of its lines. */
export const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join(LINE);

/** A file out of its parts. */
export const calendar = (...parts: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//test//EN', ...parts, 'END:VCALENDAR', ''].join(LINE);

/** An event in UTC, given as `20310304T100000` or so. */
export const busyEvent = (uid: string, from: string, to: string, ...lines: string[]): string =>
  event(`UID:${uid}`, `DTSTART:${from}Z`, `DTEND:${to}Z`, ...lines);
