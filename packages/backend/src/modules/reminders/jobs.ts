export { fireReminders, type Hands, type Wire, type WireEvent } from './fire.ts';
export { type Outcall, sendEvent } from './send.ts';
