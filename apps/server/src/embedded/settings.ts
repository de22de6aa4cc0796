import { EmbeddedPostgresError } from './errors.ts';

// acknowledged means safe: these may not be switched off, not even for speed
const durability = ['fsync', 'full_page_writes', 'synchronous_commit'];
const off = /^(off|of|false|no|n|f|0|local)$/i;

// what any small machine can bear; `settings` of the caller win
const defaults: Readonly<Record<string, string>> = {
  shared_buffers: '128MB',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Turns settings into the server's arguments. Throws `unsafe_setting` for one that would lose acknowledged data.
 */
export const settingArguments = (settings: Readonly<Record<string, string>>): string[] => {
  const weak = Object.keys(settings).find((name) => durability.includes(name) && off.test(settings[name] ?? ''));
  if (weak)
    throw new EmbeddedPostgresError(
      'unsafe_setting',
      `The setting ${weak}=${settings[weak]} would lose bookings when the power fails. Leave it out.`,
    );
  return Object.entries({ ...defaults, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
};
