import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCollector } from '../../../../test/support/collector.ts';
import { startSentry } from '../../../../test/support/sentry.ts';
import { lookAtWatchers } from './look-at-watchers.ts';

const NOBODY = { SENTRY_DSN: undefined, OTEL_EXPORTER_OTLP_ENDPOINT: undefined };

test('whoever is told of faults and traces is in order when it answers, and is told nothing', async (t) => {
  const [sentry, collector] = [await startSentry(t), await startCollector(t)];
  const found = await lookAtWatchers({ SENTRY_DSN: sentry.dsn, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  assert.deepEqual(
    found.map(({ level }) => level),
    ['ok', 'ok'],
  );
  assert.deepEqual([sentry.events(), collector.spans()], [[], []]);
  assert.deepEqual(await lookAtWatchers(NOBODY), []);
});

test('one that is away, or is another service, is told with what to do, and without its key', async (t) => {
  const collector = await startCollector(t);
  const found = await lookAtWatchers({
    SENTRY_DSN: 'http://secretkey@127.0.0.1:1/7',
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/elsewhere`,
  });
  const [sentry, traces] = found.map(({ level, advice }) => `${level} ${advice}`);
  assert.match(sentry ?? '', /^wrong does not answer \(ECONNREFUSED\): check SENTRY_DSN/);
  assert.match(
    traces ?? '',
    /^wrong does not take traces over HTTP as JSON \(404\): check OTEL_EXPORTER_OTLP_ENDPOINT/,
  );
  assert.doesNotMatch(JSON.stringify(found), /secretkey/);
});
