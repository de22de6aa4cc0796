import type { TapPlace, TapTarget } from '../api/people-api.ts';
import type { ButtonView, MessageView } from '../api/protocol.ts';

/**
 * Names one button as it is seen now: one that has come to its place by an edit is another, even while the tap on the
 * former is still waiting for its answer.
 */
export const tapId = (
  { message_id, edited_at = 0 }: MessageView,
  { row, column }: Omit<TapPlace, 'message_id'>,
): string => `${message_id}:${edited_at}:${row}:${column}`;

/** What a tap tells: what the button carries, for its place may be another's by the time the tap arrives. */
export const tapTarget = (button: ButtonView, place: TapPlace): TapTarget =>
  button.callback_data === undefined ? place : { message_id: place.message_id, data: button.callback_data };
