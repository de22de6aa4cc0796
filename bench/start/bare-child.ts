import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../apps/server/src/embedded/index.ts';
import { answerParent, inputOfParent } from '../lib/answer-parent.ts';

const { folder } = inputOfParent() as { folder: string };
const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
const client = new pg.Client(server.connection);
await client.connect();
await client.query('select 1');
answerParent({}, {}, async () => {
  await client.end();
  await server.stop();
});
