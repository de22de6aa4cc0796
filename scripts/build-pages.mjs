// Builds the pages without starting anything, for an image that can only be read.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages } from './pages.mjs';

await buildPages(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
