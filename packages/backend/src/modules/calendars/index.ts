export { createFeedReader, type FeedFile } from './feed.ts';
export { createCalendarReader, type ReadCalendar } from './reader.ts';
