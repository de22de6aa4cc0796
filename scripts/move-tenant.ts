// Moves a business from one server to another while both are at work (docs/scaling.md#cells):
//   FROM_URL=postgres://… TO_URL=postgres://… node scripts/move-tenant.ts <slug>
// Both as a superuser; SEEN_URL when the second server reaches the first by another address.
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { MovingError, moveTenant } from '@okno/backend';

const { FROM_URL, TO_URL, SEEN_URL = FROM_URL } = process.env;
const [slug] = process.argv.slice(2);

const STOP_MS = 15_000;
/** A server that does not say whether it has committed is asked for so long; meanwhile nobody writes to the business. */
const ASKED_MS = 60_000;
const COPY_MS = 6 * 3_600_000;

if (FROM_URL === undefined || TO_URL === undefined || SEEN_URL === undefined || slug === undefined) {
  process.stderr.write('Usage: FROM_URL=postgres://… TO_URL=postgres://… node scripts/move-tenant.ts <slug>\n');
  process.exitCode = 2;
} else
  try {
    const { stopped_ms, bots } = await moveTenant({
      from: { connection_string: FROM_URL },
      to: { connection_string: TO_URL },
      seen: SEEN_URL,
      slug,
      stop_ms: STOP_MS,
      copy_ms: COPY_MS,
      asked_ms: ASKED_MS,
      pause,
      ticks: () => performance.now(),
      tell: (sentence) => process.stderr.write(`${slug}: ${sentence}\n`),
    });
    const stood = (stopped_ms / 1000).toFixed(1);
    process.stdout.write(`${slug} was moved; nobody could write to it for ${stood} s. Its bots: ${bots.join(', ')}.\n`);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(
      error instanceof MovingError ? `${slug} was not moved: ${error.message}.\n` : `${String(error)}\n`,
    );
  }
