#!/usr/bin/env node
// The way in. It must be understood by any Node that may be installed, so that an old one gets a sentence, not a
// syntax error; everything newer is loaded after the check.
import { argv, stderr, versions } from 'node:process';

const oldest = 20;
const major = Number(versions.node.split('.')[0]);

if (major < oldest) {
  stderr.write(
    `Okno needs Node ${oldest} or newer to start, and this is Node ${versions.node}. Install a current one from https://nodejs.org and start again.\n`,
  );
  process.exitCode = 1;
} else {
  const { launch } = await import('./launch.mjs');
  process.exitCode = await launch(argv.slice(2));
}
