import { commandLine } from '../config.ts';
import type { FarServer } from '../far/serve-far.ts';
import type { Server } from '../serve.ts';

/** What was started: everything, or the bots of a backend on another machine, whose address is `far`. */
export type Opened = Server | (FarServer & { readonly far: string });

/** What people read who have started it: where everything is, and how to go on. */
export const welcome = (opened: Opened, ms: number): string =>
  'far' in opened ? welcomeFar(opened, ms) : welcomeNear(opened, ms);

const page = (ms: number, lines: readonly string[], next: readonly string[]): string =>
  ['', `Okno is open (started in ${(ms / 1000).toFixed(1)} s).`, '', ...lines, '', ...next, '', ''].join('\n');

const welcomeFar = ({ url, far, bots }: FarServer & { readonly far: string }, ms: number): string => {
  const next =
    bots === null
      ? ['  The backend does not answer yet; it is waited for.']
      : [`  Bots that it names: ${bots}`, ...(bots === 0 ? ['  How to make a bot run here: docs/far-bot.md'] : [])];
  return page(ms, [`  Backend  ${far}`, `  Health   ${url}/readyz`], [...next, '  Stop: Ctrl+C']);
};

/** Where everything is, and how to go on. */
const welcomeNear = ({ url, demo, bots }: Server, ms: number): string => {
  const places = [
    ...(demo
      ? [['Simulator', `${url}/simulator/`, 'chat with the bot of the demo as client, specialist or owner']]
      : []),
    ['API docs', `${url}/docs`, 'every request, to read and to try'],
    ['Health', `${url}/api/v1/health`, ''],
  ];
  const width = Math.max(...places.map(([, address = '']) => address.length));
  const lines = places.map(([name = '', address = '', what = '']) =>
    `  ${name.padEnd(10)} ${address.padEnd(width)}  ${what}`.trimEnd(),
  );
  const next = demo
    ? [
        '  A bot of your own: put its token from @BotFather into TELEGRAM_BOT_TOKEN and start again.',
        `  Begin anew: ${commandLine('serve --reset')}     Stop: Ctrl+C (all data is kept)`,
      ]
    : [
        ...(bots === 0
          ? [
              '  No bot is served yet: put its token from @BotFather into TELEGRAM_BOT_TOKEN and start again.',
              '  PUBLIC_URL is set, so there is no demo and no simulator: leave it out to have them.',
            ]
          : []),
        '  Stop: Ctrl+C (all data is kept)',
      ];
  return page(ms, lines, next);
};
