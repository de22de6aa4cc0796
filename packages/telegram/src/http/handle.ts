import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../core/api-error.ts';
import type { World } from '../core/world.ts';
import { failure } from '../methods/perform.ts';
import { serveBotApi, serveFile } from './bot-api.ts';
import { servePeople } from './people-api.ts';
import { replyJson } from './reply.ts';

/** Sends a request to the Bot API or the people API, both below `prefix` (without a slash at its end). */
export const handleRequest = (
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  prefix: string,
): void => {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const whole = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark + 1);
  const path = whole.startsWith(prefix) ? whole.slice(prefix.length) : '';
  const exchange = { world, request, response };
  if (path.startsWith('/bot')) serveBotApi(exchange, path.slice('/bot'.length), query);
  else if (path.startsWith('/people/')) servePeople(exchange, path.slice('/people'.length));
  else if (path.startsWith('/file/bot')) serveFile(exchange, path.slice('/file/bot'.length));
  else {
    const { status, body } = failure(new ApiError(404, 'Not Found'));
    replyJson(response, status, body);
  }
};
