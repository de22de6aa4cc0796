import { answerParent, inputOfParent } from '../lib/answer-parent.ts';
import { openProfile } from '../lib/profile.ts';
import { listenFastify, listenNode } from './bare.ts';
import { listenOurs } from './ours.ts';

const SERVERS = { ours: listenOurs, node: listenNode, fastify: listenFastify } as const;

export type ServerName = keyof typeof SERVERS;

type Input = { readonly name: ServerName; readonly profile?: string };

const { name, profile: folder } = inputOfParent() as Input;
const port = await SERVERS[name]();
const profile = await openProfile(folder, `read-${name}`);

// It has nothing to finish: the process ends with its parent.
answerParent({ port }, { profile_go: profile.go, profile_pause: profile.pause }, () => profile.save());
