import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRecord, type Params } from '../core/params.ts';
import type { World } from '../core/world.ts';
import { chatFor, setBlocked, shareContact, type TapTarget, tapButton, typeText } from '../people/actions.ts';
import { addPerson } from '../people/add-person.ts';
import { sendFile } from '../people/attach.ts';
import { payInvoice } from '../people/pay.ts';
import { Refusal } from '../people/refusal.ts';
import { speakLanguage } from '../people/speak.ts';
import { chatView, clockView, worldView } from '../people/views.ts';
import { parseBody } from './body.ts';
import { serveEvents } from './events.ts';
import { readBody, replyContent, replyJson } from './reply.ts';

type Exchange = { readonly world: World; readonly request: IncomingMessage; readonly response: ServerResponse };
type Place = ReturnType<typeof chatFor> & { readonly world: World };

const CHAT = /^\/chats\/(\d+)\/(\d+)(?:\/([a-z]+))?$/;
const PERSON = /^\/people\/(\d+)$/;
const FILE = /^\/files\/(\d+)\/([\w-]+)$/;

const wrong = (name: string, what: string): Refusal => new Refusal(`${name} must be ${what}`);

const text = (body: Params, name: string): string => {
  const value = body[name];
  if (typeof value !== 'string') throw wrong(name, 'a string');
  return value;
};

const optionalText = (body: Params, name: string): string | undefined =>
  body[name] === undefined ? undefined : text(body, name);

const number = (body: Params, name: string): number => {
  const value = body[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(name, 'a number');
  return value;
};

const optionalNumber = (body: Params, name: string): number | undefined =>
  body[name] === undefined ? undefined : number(body, name);

const tapTarget = (body: Params): TapTarget => {
  const message_id = number(body, 'message_id');
  if (body['data'] !== undefined) return { message_id, data: text(body, 'data') };
  return { message_id, row: number(body, 'row'), column: number(body, 'column') };
};

const attach = (place: Place, body: Params): object => {
  const content = Buffer.from(text(body, 'content_base64'), 'base64');
  const upload = { file_name: text(body, 'file_name'), mime_type: text(body, 'mime_type'), content };
  return { message_id: sendFile(place, upload, optionalText(body, 'caption')) };
};

const pay = (place: Place, body: Params): Promise<object> => {
  const card = optionalText(body, 'card') ?? 'good';
  if (card !== 'good' && card !== 'declined') throw wrong('card', '"good" or "declined"');
  return payInvoice(place, number(body, 'message_id'), card);
};

const block = (place: Place, body: Params): object => {
  const { blocked } = body;
  if (typeof blocked !== 'boolean') throw wrong('blocked', 'true or false');
  setBlocked(place, blocked);
  return {};
};

const actions: Readonly<Record<string, (place: Place, body: Params) => object | Promise<object>>> = {
  text: (place, body) => ({
    message_id: typeText(place, text(body, 'text'), optionalNumber(body, 'reply_to_message_id')),
  }),
  tap: (place, body) => tapButton(place, tapTarget(body)),
  contact: (place, body) => ({ message_id: shareContact(place, optionalText(body, 'phone_number')) }),
  file: attach,
  pay,
  block,
};

const moveClock = (world: World, body: Params): object => {
  const advance = optionalNumber(body, 'advance_ms');
  if (advance !== undefined && advance < 0) throw wrong('advance_ms', 'zero or more');
  if (advance === undefined) world.clock.setOffset(number(body, 'offset_ms'));
  else world.clock.advance(advance);
  return clockView(world);
};

const newPerson = (world: World, body: Params): object => {
  const lastName = optionalText(body, 'last_name');
  const username = optionalText(body, 'username');
  const languageCode = optionalText(body, 'language_code');
  return addPerson(world, {
    first_name: text(body, 'first_name'),
    ...(lastName === undefined ? {} : { last_name: lastName }),
    ...(username === undefined ? {} : { username }),
    ...(languageCode === undefined ? {} : { language_code: languageCode }),
  });
};

const missing = (): Refusal => new Refusal('there is nothing here', 404);

const read = (world: World, path: string): object => {
  if (path === '/state') return worldView(world);
  const [, bot, person, action] = CHAT.exec(path) ?? [];
  if (bot === undefined || action !== undefined) throw missing();
  return chatView(chatFor(world, Number(bot), Number(person)).chat);
};

const act = (world: World, path: string, body: Params): object | Promise<object> => {
  if (path === '/clock') return moveClock(world, body);
  if (path === '/people') return newPerson(world, body);
  const [, speaker] = PERSON.exec(path) ?? [];
  if (speaker !== undefined) return speakLanguage(world, Number(speaker), text(body, 'language_code'));
  const [, bot, person, name] = CHAT.exec(path) ?? [];
  const action = name === undefined ? undefined : actions[name];
  if (!action) throw missing();
  return action({ world, ...chatFor(world, Number(bot), Number(person)) }, body);
};

const refuse = ({ response }: Exchange, error: unknown): void => {
  if (error instanceof Refusal) replyJson(response, error.status, { error: error.message });
  else replyJson(response, 500, { error: String(error) });
};

const answer = (exchange: Exchange, work: () => object | Promise<object>): void => {
  Promise.try(work).then(
    (body) => replyJson(exchange.response, 200, body),
    (error: unknown) => refuse(exchange, error),
  );
};

const readAction = (exchange: Exchange, path: string): void => {
  readBody(exchange.request, (content) => {
    const parsed = content ? parseBody('application/json', content) : undefined;
    answer(exchange, () => {
      if (!parsed?.ok || !isRecord(parsed.body.params)) throw new Refusal('the body must be a JSON object');
      return act(exchange.world, path, parsed.body.params);
    });
  });
};

const serveFile = (exchange: Exchange, botId: string, fileId: string): void => {
  const file = exchange.world.bots.get(Number(botId))?.files.get(fileId);
  if (file) replyContent(exchange.response, file.mime_type, file.content);
  else refuse(exchange, missing());
};

/** Serves the people API; `path` begins after its prefix. */
export const servePeople = (exchange: Exchange, path: string): void => {
  const { world, request } = exchange;
  const [, botId, fileId] = FILE.exec(path) ?? [];
  if (request.method === 'GET' && path === '/events') serveEvents(exchange);
  else if (request.method === 'GET' && botId !== undefined && fileId !== undefined) serveFile(exchange, botId, fileId);
  else if (request.method === 'GET') answer(exchange, () => read(world, path));
  else if (request.method === 'POST') readAction(exchange, path);
  else refuse(exchange, new Refusal('only GET and POST are understood'));
};
