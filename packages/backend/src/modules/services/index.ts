export { insertGiver, insertService, isService } from './store.ts';
