import { ApiError, tooManyRequests } from '../core/api-error.ts';
import { type Bot, changed, type World } from '../core/world.ts';
import { type Call, Described } from './method.ts';
import { methods } from './table.ts';

export type Answer = { readonly status: number; readonly body: object };

const SECOND_MS = 1000;

const success = (result: unknown): Answer =>
  result instanceof Described
    ? { status: 200, body: { ok: true, result: result.result, description: result.description } }
    : { status: 200, body: { ok: true, result } };

/** The answer for an error; what is not an ApiError is a fault of the emulator and says so. */
export const failure = (error: unknown): Answer => {
  const known = error instanceof ApiError ? error : new ApiError(500, `Internal Server Error: ${String(error)}`);
  return {
    status: known.code,
    body: {
      ok: false,
      error_code: known.code,
      description: known.message,
      ...(known.parameters ? { parameters: known.parameters } : {}),
    },
  };
};

const checkBot = (world: World, bot: Bot): void => {
  const now = world.clock.now();
  if (bot.logged_out_until > now) throw new ApiError(400, 'Logged out');
  if (bot.blocked_until > now) throw tooManyRequests(Math.ceil((bot.blocked_until - now) / SECOND_MS));
};

const record = (call: Call, method: string, answer: Answer): Answer => {
  const { world, bot, params } = call;
  world.log.add({ bot_id: bot.id, method, params, answer: answer.body, at: world.clock.now() });
  if (answer.status === 200 && !method.startsWith('get')) changed(world);
  return answer;
};

/** Executes one call by the method's name (any case) and logs it. Never throws. */
export const perform = (call: Call, name: string): Answer | Promise<Answer> => {
  const method = methods.get(name.toLowerCase());
  try {
    if (!method) throw new ApiError(404, 'Not Found: method not found');
    checkBot(call.world, call.bot);
    const result = method.run(call);
    if (!(result instanceof Promise)) return record(call, method.name, success(result));
    return result.then(success, failure).then((answer) => record(call, method.name, answer));
  } catch (error) {
    return record(call, method?.name ?? name, failure(error));
  }
};
