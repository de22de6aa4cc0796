import { setFlagsFromString } from 'node:v8';

/**
 * Left to itself V8 lets the heap grow to several times of what lives in it before it clears anything away. A third more
 * than what lives is room enough: ten thousand bots weigh 60 % of what they did, and the updates a second stay what they
 * were (`npm run bench -- bots`). V8 reads this at every collection, so it can be said to a process that runs.
 */
export const keepHeapSmall = (): void => setFlagsFromString('--heap-growing-percent=30');
