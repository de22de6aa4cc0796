import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { readConfig } from '../../../apps/server/src/config.ts';
import { type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { withCore } from '../../e2e/support/core.ts';
import { askDemo } from '../../e2e/support/demo.ts';
import { type RunningOkno, startOkno } from '../../e2e/support/okno.ts';
import { SERVICE_KEY } from '../../e2e/support/studio.ts';
import { fillShop, type ShopPlan } from '../lib/shop.ts';

const visit = {
  name: 'Visit',
  duration_minutes: 60,
  step_minutes: 30,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
};
const PLAN: ShopPlan = {
  ...{ specialists: 4, clients: 20, chats: 0, limit: 10 },
  services: [{ ...visit, capacity: 1, givers: 4 }],
};

/** Businesses next door to each other, served by one process. */
export type Street = {
  readonly okno: RunningOkno;
  readonly port: number;
  /** A question that takes a usual amount of work: the free times of a day. */
  readonly question: (slug: string) => Buffer;
  readonly health: Buffer;
};

const requestTo = (target: string, headers: Readonly<Record<string, string>> = {}): Buffer =>
  Buffer.from(
    [
      `GET /api/v1${target} HTTP/1.1`,
      'Host: 127.0.0.1',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '\r\n',
    ].join('\r\n'),
  );

/** Opens the businesses and starts the program with these settings over its own. */
export const openStreet = async (
  t: Place,
  slugs: readonly string[],
  over: Readonly<Record<string, string>> = {},
): Promise<Street> => {
  const data_dir = path.join(tempFolder(t), 'data');
  const settings = {
    DATA_DIR: data_dir,
    HOST: '127.0.0.1',
    // Neither an emulator nor a bot: REST and the worker alone.
    PUBLIC_URL: 'http://127.0.0.1:9',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    TELEGRAM_BOT_API_KEY: SERVICE_KEY,
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    // All connections of this load come from one address.
    TRUSTED_PROXIES: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
    WORK_WAIT_MS: '',
    ...over,
  };
  const services = new Map<string, string>();
  await withCore(readConfig(settings), async ({ operator }) => {
    const rows = await askDemo(t, data_dir);
    for (const slug of slugs) {
      const business = { slug, name: slug, time_zone: 'UTC', language: 'en', currency: 'EUR' } as const;
      const tenant_id = await operator.createTenant(business);
      await fillShop(rows, tenant_id, PLAN);
      const [row] = await rows<{ id: string }>('select id from services where tenant_id = $1', [tenant_id]);
      services.set(slug, row?.id ?? '');
    }
  });
  const okno = await startOkno(t, { ...settings, LOG_LEVEL: 'info' });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  return {
    okno,
    port: Number(new URL(okno.url).port),
    question: (slug) =>
      requestTo(`/schedule/free-slots/day?service_id=${services.get(slug)}&date=${tomorrow}`, {
        'X-Tenant': slug,
        'X-Service-Key': SERVICE_KEY,
      }),
    health: requestTo('/health'),
  };
};
