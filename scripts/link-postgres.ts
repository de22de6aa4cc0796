// Completes the PostgreSQL that npm has installed, for an image that can only be read: its first start would do it.
import { findBinaries } from '../apps/server/src/embedded/binaries.ts';
import { thisMachine } from '../apps/server/src/embedded/machine.ts';

const { version } = findBinaries(thisMachine());
process.stdout.write(`PostgreSQL ${version} is complete.\n`);
