export { deleteEntries, listEntriesOf, moveEntries } from './store.ts';
