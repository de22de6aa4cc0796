export { insertGiver, insertService } from './store.ts';
