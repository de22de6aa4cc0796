import process from 'node:process';
import { readConfig } from '../../../apps/server/src/config.ts';
import { createLog } from '../../../apps/server/src/log.ts';
import { startServer } from '../../../apps/server/src/serve.ts';

/** The program as `okno serve` starts it, with a clock that its parent may move: what the demo's emulator does in one process. */
let offset_ms = 0;
process.on('message', (told: { offset_ms: number }) => {
  offset_ms = told.offset_ms;
});
const server = await startServer({ config: readConfig(), log: createLog('info'), clockOffset: () => offset_ms });
const stop = async () => {
  await server.stop();
  process.exit();
};
process.once('SIGTERM', stop);
process.once('disconnect', stop);
process.send?.({ url: server.url });
