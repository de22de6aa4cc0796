import { keyId } from '@okno/backend';
import type { Config } from '../config.ts';
import { findKeys } from '../keys.ts';

/** The names of the keys with which stored secrets can be opened here; none is made for the question. */
export const sealingKeyIds = async (config: Config): Promise<string[]> => (await findKeys(config)).map(keyId);
