export { until } from '../e2e/support/at-end.ts';
