import { parentPort, workerData } from 'node:worker_threads';
import { type ReadOptions, readCalendarText } from './reading.ts';

const { text, options } = workerData as { text: string; options: ReadOptions };
parentPort?.postMessage(readCalendarText(text, options));
