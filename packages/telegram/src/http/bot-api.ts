import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, badRequest } from '../core/api-error.ts';
import type { Fault } from '../core/faults.ts';
import { floodBot } from '../core/sending.ts';
import type { Bot, World } from '../core/world.ts';
import { findFileByPath } from '../methods/files.ts';
import type { Call } from '../methods/method.ts';
import { type Answer, failure, perform } from '../methods/perform.ts';
import { type Body, parseBody, parseQuery } from './body.ts';
import { readBody, replyContent, replyJson } from './reply.ts';

type Exchange = { readonly world: World; readonly request: IncomingMessage; readonly response: ServerResponse };

const BAD_GATEWAY =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n' +
  '<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n';

const DEFAULT_RETRY_AFTER = 5;

const send = ({ response }: Exchange, answer: Answer): void => {
  if (response.destroyed) return;
  const { parameters } = answer.body as { parameters?: { retry_after: number } };
  if (parameters) response.setHeader('retry-after', parameters.retry_after);
  replyJson(response, answer.status, answer.body);
};

const run = ({ world, response }: Exchange, bot: Bot, method: string, body: Body): Answer | Promise<Answer> => {
  const call: Call = {
    world,
    bot,
    params: body.params,
    files: body.files,
    onAbort: (abort) => response.once('close', abort),
  };
  return perform(call, method);
};

const finish = (answer: Answer | Promise<Answer>, then: (answer: Answer) => void): void => {
  if (!(answer instanceof Promise)) {
    then(answer);
    return;
  }
  answer.then(then, (error: unknown) => then(failure(error)));
};

type Work = () => Answer | Promise<Answer>;

const strike = (exchange: Exchange, fault: Fault, bot: Bot, work: Work): void => {
  const { world, response } = exchange;
  switch (fault.kind) {
    case 'delay':
      world.clock.setTimer(fault.delay_ms, () => finish(work(), (answer) => send(exchange, answer)));
      return;
    case 'drop_answer':
      finish(work(), () => response.destroy());
      return;
    case 'http_500':
      send(exchange, failure(new ApiError(500, 'Internal Server Error')));
      return;
    case 'html_502':
      response.writeHead(502, { 'content-type': 'text/html' }).end(BAD_GATEWAY);
      return;
    case 'too_many_requests':
      send(exchange, failure(floodBot(world, bot, fault.retry_after ?? DEFAULT_RETRY_AFTER)));
      return;
  }
};

const answerCall = (exchange: Exchange, bot: Bot, method: string, body: Body): void => {
  const work: Work = () => run(exchange, bot, method, body);
  const fault = exchange.world.faults.take(bot.id, method.toLowerCase());
  if (fault) strike(exchange, fault, bot, work);
  else finish(work(), (answer) => send(exchange, answer));
};

const findBot = (world: World, token: string): Bot => {
  const bot = world.bots_by_token.get(token);
  if (bot) return bot;
  throw new ApiError(401, token.includes(':') ? 'Unauthorized' : 'Unauthorized: invalid token specified');
};

const readCall = (exchange: Exchange, query: string, done: (body: Body) => void): void => {
  const fromQuery = query === '' ? undefined : parseQuery(query);
  readBody(exchange.request, (content) => {
    if (!content) {
      send(exchange, failure(new ApiError(413, 'Request Entity Too Large')));
      return;
    }
    const parsed = parseBody(exchange.request.headers['content-type'], content);
    if (!parsed.ok) {
      send(exchange, failure(badRequest("can't parse the request body")));
      return;
    }
    done(fromQuery ? { ...parsed.body, params: { ...fromQuery, ...parsed.body.params } } : parsed.body);
  });
};

/** Some clients encode the colon; nothing else in a token needs it. */
const decodeToken = (token: string): string => token.replace(/%3a/i, ':');

/** Serves `/bot<token>/<method>`; `path` begins after "/bot". */
export const serveBotApi = (exchange: Exchange, path: string, query: string): void => {
  const slash = path.indexOf('/');
  const token = decodeToken(slash < 0 ? path : path.slice(0, slash));
  const method = slash < 0 ? '' : path.slice(slash + 1);
  readCall(exchange, query, (body) => {
    try {
      answerCall(exchange, findBot(exchange.world, token), method, body);
    } catch (error) {
      send(exchange, failure(error));
    }
  });
};

/** Serves `/file/bot<token>/<file_path>`; `path` begins after "/file/bot". */
export const serveFile = (exchange: Exchange, path: string): void => {
  const slash = path.indexOf('/');
  const bot = exchange.world.bots_by_token.get(decodeToken(path.slice(0, slash)));
  const file = bot && findFileByPath(bot, path.slice(slash + 1));
  if (file) replyContent(exchange.response, file.mime_type, file.content);
  else send(exchange, failure(new ApiError(404, 'Not Found')));
};
