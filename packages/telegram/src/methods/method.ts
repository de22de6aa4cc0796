import type { Params, Upload } from '../core/params.ts';
import type { Bot, World } from '../core/world.ts';

/** One call of the Bot API. */
export type Call = {
  readonly world: World;
  readonly bot: Bot;
  readonly params: Params;
  readonly files: ReadonlyMap<string, Upload>;
  /** Registers what to do when the caller hangs up before the answer. */
  readonly onAbort: (run: () => void) => void;
};

/** Answers with the `result`, or throws an ApiError. */
export type Method = (call: Call) => unknown;

/** A result with a `description` beside it, as setWebhook answers. */
export class Described {
  readonly result: unknown;
  readonly description: string;

  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}
