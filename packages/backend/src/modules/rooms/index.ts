export { insertRoom } from './store.ts';
