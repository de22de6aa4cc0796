export { deleteEntries, moveEntries } from './store.ts';
