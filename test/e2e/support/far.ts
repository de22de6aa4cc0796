import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { freePort } from '../../support/free-port.ts';
import type { Place } from './at-end.ts';
import type { LogLine } from './log-lines.ts';
import { type RunningOkno, startOkno } from './okno.ts';
import { ask } from './rest.ts';
import { BOT, botId, openStudio, SERVICE_KEY, type Studio } from './studio.ts';

/** A gateway and worker without bots; that of the studio is said to run elsewhere. */
export const openBackendOfFar = async (
  t: TestContext,
  settings: Readonly<Record<string, string>> = {},
): Promise<Studio> => {
  const studio = await openStudio(t, { delivery: 'polling', settings: { ROLES: 'gateway,worker', ...settings } });
  await setDelivery(studio, 'far');
  return studio;
};

export const setDelivery = async ({ server }: Studio, delivery: 'near' | 'far'): Promise<void> => {
  const path = `/internal/bots/${botId(BOT)}/delivery`;
  const answer = await ask(`${server.url}/api/v1`, path, { method: 'PUT', body: { delivery } });
  assert.equal(answer.status, 200);
};

/** The settings of a machine that has nothing but its bots; no folder, no database. */
export const farSettings = (studio: Studio, backend_url: string): Record<string, string> => ({
  ROLES: 'bot',
  HOST: '127.0.0.1',
  BACKEND_URL: backend_url,
  BACKEND_API_KEY: SERVICE_KEY,
  TELEGRAM_API_ROOT: studio.config.TELEGRAM_API_ROOT,
});

export type FarProcess = RunningOkno & { readonly lines: () => LogLine[] };

/** Starts the far program in a process of its own. */
export const startFarProcess = async (
  t: Place,
  studio: Studio,
  {
    delivery = 'polling',
    backend_url = studio.server.url,
    settings = {},
  }: { delivery?: 'polling' | 'webhook'; backend_url?: string; settings?: Record<string, string> } = {},
): Promise<FarProcess> => {
  const port = await freePort();
  const webhook = delivery === 'webhook' ? { PUBLIC_URL: `http://127.0.0.1:${port}` } : {};
  const okno = await startOkno(t, {
    ...farSettings(studio, backend_url),
    ...{ PORT: String(port), ...webhook, ...settings },
  });
  const lines = () =>
    okno
      .stdout()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line): LogLine => JSON.parse(line));
  return { ...okno, lines };
};
