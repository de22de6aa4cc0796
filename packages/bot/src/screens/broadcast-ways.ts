import type { TargetOf } from '../callback-data.ts';
import { type Button, tap } from '../view.ts';
import type { Voice } from '../voice.ts';

type Target = TargetOf<'broadcast'>;

/** To a message to many, or, with nothing named, to the list of them. */
export const toBroadcast = (act: Target['act'], broadcast: string | null, rest: Partial<Target> = {}): Target => ({
  ...{ screen: 'broadcast', act, broadcast, service: null, number: 0, at: null, nonce: 0 },
  ...rest,
});

/** To the messages to many. */
export const broadcastsButton = (voice: Voice): Button =>
  tap(voice.label('broadcast_screens.open'), toBroadcast('list', null));

/** Back to one of them. */
export const broadcastButton = (voice: Voice, id: string): Button =>
  tap(voice.label('menu.back'), toBroadcast('show', id));
