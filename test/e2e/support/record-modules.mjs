// Preloaded with `--import`: writes which module of ours asked for which package, and every file that was loaded.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { env } from 'node:process';

const file = env['RECORD_MODULES_IN'];

registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    appendFileSync(file, `${JSON.stringify({ specifier, parent: context.parentURL ?? '', url: found.url })}\n`);
    return found;
  },
});
