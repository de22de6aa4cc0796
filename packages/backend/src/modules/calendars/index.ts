export { createFeedReader, type FeedFile } from './feed.ts';
export { createCalendarReader } from './reader.ts';
