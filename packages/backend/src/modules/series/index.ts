export { endSeriesOf, lockSeriesOf, moveSeriesOf } from './store-clients.ts';
