// A program of its own, for tests that kill it: starts the server, says where, and stays.
import { thisMachine } from './machine.ts';
import { startOn } from './start.ts';

const [dataDir = '', machine] = process.argv.slice(2);
const server = await startOn({ dataDir }, machine ? JSON.parse(machine) : thisMachine());
const { pid, attached, connection } = server;
process.stdout.write(`${JSON.stringify({ pid, attached, connection })}\n`);
setInterval(() => undefined, 1000);
