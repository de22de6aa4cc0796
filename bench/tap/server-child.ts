import { readConfig } from '../../apps/server/src/config.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { startServer } from '../../apps/server/src/serve.ts';
import { answerParent, inputOfParent } from '../lib/answer-parent.ts';
import { openProfile } from '../lib/profile.ts';

type Input = { readonly settings: Readonly<Record<string, string>>; readonly profile?: string };

// The real server with the settings given, logging as it does in life.
const { settings, profile: folder } = inputOfParent() as Input;
const server = await startServer({ config: readConfig(settings), log: createLog('info') });
const profile = await openProfile(folder, 'server');

answerParent({ url: server.url }, { profile_go: profile.go, profile_pause: profile.pause }, async () => {
  await profile.save();
  await server.stop();
});
