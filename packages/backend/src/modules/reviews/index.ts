export { moveReviews, updateReviewsToSilent } from './store.ts';
