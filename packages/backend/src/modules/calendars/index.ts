export { takeBusyTime } from './busy.ts';
export { createFeedReader, type FeedFile } from './feed.ts';
export { createCalendarReader } from './reader.ts';
export { deleteFeedsOf, moveFeeds } from './store-feeds.ts';
export { moveZone } from './zone.ts';
