import { readFileSync } from 'node:fs';
import { ConfigError } from './problem.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a setting is given: by its name, or as the content of the file that `<NAME>_FILE` names, as containers and
 * systemd hand over secrets; the end of its last line does not count. Undefined when it is left out or empty.
 * @throws ConfigError when both are given, or the file cannot be read; it never tells what stands in either
 */
export const givenSetting = (environment: Environment, name: string): string | undefined => {
  const [value = '', file = ''] = [environment[name], environment[`${name}_FILE`]];
  if (file === '') return value === '' ? undefined : value;
  if (value !== '') throw new ConfigError(`${name} and ${name}_FILE are both set: leave one out`);
  try {
    const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return content === '' ? undefined : content;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${name}_FILE names a file that cannot be read (${code}): ${file}`);
  }
};
