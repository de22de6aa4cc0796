import type { ClockOffset } from '@okno/backend';
import type { Transport } from '@okno/contract';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import type { DemoTelegram } from '../demo/emulator.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { BotTrace } from '../telegram/watch.ts';
import { VERSION } from '../version.ts';
import type { Core } from '../wire.ts';
import { createApp } from './app.ts';
import { createRecogniseAssistant } from './assistants.ts';
import type { createFrontDoor } from './front-door.ts';
import { isConnected } from './health.ts';
import type { Leaving } from './leaving.ts';
import { siteOf } from './site.ts';
import type { Wakes } from './waiting.ts';

type Parts = {
  readonly options: { readonly config: Config; readonly log: Logger };
  readonly core: Core;
  readonly call: Transport;
  readonly callFurther: Transport;
  readonly frontDoor: ReturnType<typeof createFrontDoor>;
  readonly metrics: Metrics;
  readonly demo: DemoTelegram | undefined;
  readonly clockOffset: ClockOffset;
  readonly trace: BotTrace;
};

type Door = {
  readonly wakes: Wakes;
  readonly leaving: Leaving;
  /** Whether everything has been started. */
  readonly hasBegun: () => boolean;
};

/** The HTTP side of a process, as its parts want it. */
export const openApp = (parts: Parts, { wakes, leaving, hasBegun }: Door): Promise<FastifyInstance> => {
  const { core, metrics, demo, options, clockOffset } = parts;
  const { config, log } = options;
  const { backend, operator, texts } = core;
  return createApp({
    call: parts.call,
    callFurther: parts.callFurther,
    readFeed: backend.readFeed,
    keys: config.TELEGRAM_BOT_API_KEY,
    findProgram: backend.findProgram,
    findSession: backend.findSession,
    readMiniApp: backend.readMiniApp,
    site: siteOf(config),
    operator,
    onWrongKey: backend.noteWrongKey,
    recogniseAssistant: createRecogniseAssistant(backend.assistantKeys, () => Date.now() + clockOffset()),
    wakes,
    texts,
    log,
    version: VERSION,
    limitAddress: config.LIMIT_ADDRESS,
    trustedProxies: config.TRUSTED_PROXIES,
    serveApi: config.ROLES.includes('gateway'),
    health: {
      isConnected: () => isConnected(core.pool),
      isReady: () => hasBegun() && !leaving.isStopping(),
      warnings: parts.trace.warnings,
    },
    mark: leaving.mark,
    intercept: [...(demo === undefined ? [] : [demo.intercept]), parts.frontDoor],
    metrics: { ...metrics, read: metrics.instruments.read, token: config.METRICS_TOKEN },
  });
};
