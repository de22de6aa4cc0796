export { countReview } from './rating.ts';
export { moveReviews, updateReviewsToSilent } from './store.ts';
