export { fireReminders, type Hands, type Wire, type WireEvent } from './fire.ts';
export { sendEvent } from './send.ts';
