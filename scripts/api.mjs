import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { install } from './install.mjs';

/** Looks over the OpenAPI document with Redocly CLI and Spectral; resolves to the exit code of the first that complains. */
export const api = async ({ root, runNode }) => {
  const folder = path.join(root, 'test/openapi');
  await install({ folder, scope: 'all', needed: [] });
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'okno-api-'));
  const file = path.join(place, 'openapi.json');
  const packages = path.join(folder, 'node_modules');
  const steps = [
    [path.join(folder, 'write.ts'), file],
    [path.join(packages, '@redocly/cli/bin/cli.js'), 'lint', `--config=${path.join(folder, 'redocly.yaml')}`, file],
    [
      path.join(packages, '@stoplight/spectral-cli/dist/index.js'),
      ...['lint', '--fail-severity=warn', `--ruleset=${path.join(folder, '.spectral.yaml')}`, file],
    ],
  ];
  try {
    for (const args of steps) {
      const code = await runNode(args);
      if (code !== 0) return code;
    }
    return 0;
  } finally {
    fs.rmSync(place, { recursive: true, force: true });
  }
};
