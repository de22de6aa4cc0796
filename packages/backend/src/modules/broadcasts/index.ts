export { farBroadcasts } from './fetch.ts';
