import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { openApi } from '../../apps/server/src/http/openapi.ts';
import { VERSION } from '../../apps/server/src/version.ts';

/** Writes the document as the server gives it into the file named. */
writeFileSync(argv[2] ?? 'openapi.json', JSON.stringify(openApi(VERSION)));
