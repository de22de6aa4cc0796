import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { AppError, type ErrorCode, type ErrorParams, problemOf, type Texts } from '@okno/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../log.ts';
import { languageOf } from './language.ts';

type Own = readonly [code: ErrorCode, params?: ErrorParams];

/** What Fastify itself refuses, in our codes. */
const OWN: Readonly<Record<string, Own>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    { field: 'Content-Type', rule: 'must be application/json' },
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'malformed_request',
    { field: 'Content-Length', rule: 'must be the length of the body' },
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_request', { field: 'body', rule: 'must be JSON' }],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed_request', { field: 'body', rule: 'must be JSON' }],
  FST_ERR_BAD_URL: ['malformed_request', { field: 'path', rule: 'cannot be read' }],
};

const MALFORMED: Own = ['malformed_request', { field: '', rule: 'cannot be read' }];

/** Our refusal for what Fastify refuses; nothing for a fault. */
export const toAppError = (error: unknown): AppError | undefined => {
  if (error instanceof AppError) return error;
  const { code = '', statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  const own = OWN[code] ?? (statusCode !== undefined && statusCode < 500 ? MALFORMED : undefined);
  return own && new AppError(...own);
};

/** Which limit it was, as programs read it: so many in so many seconds, none left, and when there is room again. */
const tellLimit = (reply: FastifyReply, { policy, limit, window_seconds, after_seconds }: ErrorParams): void => {
  if (policy === undefined) return;
  reply.header('ratelimit-policy', `"${policy}";q=${limit};w=${window_seconds}`);
  reply.header('ratelimit', `"${policy}";r=0;t=${after_seconds}`);
};

/** Sends a refusal as an RFC 9457 problem document in the reader's language. */
export const sendProblem = (
  texts: Texts,
  request: FastifyRequest,
  reply: FastifyReply,
  error: AppError,
): FastifyReply => {
  const again = error.status === 503 ? 1 : error.params['after_seconds'];
  if (typeof again === 'number') reply.header('retry-after', String(again));
  if (error.code === 'too_many_requests') tellLimit(reply, error.params);
  return reply
    .code(error.status)
    .type('application/problem+json')
    .send(problemOf(error, texts, languageOf(request), request.id));
};

/** The size is that of the route, which only the request knows. */
const withLimit = (error: AppError, request: FastifyRequest): AppError =>
  error.code === 'too_large'
    ? new AppError('too_large', { limit: Math.floor(request.routeOptions.bodyLimit / 1024) })
    : error;

type Errors = {
  readonly texts: Texts;
  readonly log: Logger;
  /** Which methods an address knows. */
  readonly methodsAt: (path: string) => readonly string[];
  /** Hears of every fault of ours. */
  readonly onFault: () => void;
};

/**
 * Every refusal leaves as a problem document; everything else is a fault, told to the log only.
 */
export const handleErrors = (app: FastifyInstance, { texts, log, methodsAt, onFault }: Errors): void => {
  app.setErrorHandler((error, request, reply) => {
    const known = toAppError(error);
    if (known === undefined) {
      log.error({ event: 'fault', request_id: request.id, err: error }, 'a request failed');
      onFault();
    }
    return sendProblem(texts, request, reply, withLimit(known ?? new AppError('internal'), request));
  });
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(request.url.split('?')[0] ?? '');
    if (methods.length === 0) return sendProblem(texts, request, reply, new AppError('not_found', { what: 'address' }));
    reply.header('allow', methods.join(', '));
    return sendProblem(texts, request, reply, new AppError('method_not_allowed', { methods: methods.join(', ') }));
  });
};

/** What is wrong with bytes that never became a request. */
const BEFORE_A_REQUEST: Readonly<Record<string, Own>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout'],
};

/**
 * Answers what Node's parser refuses, before there is a request or a reply: a problem document in English, because
 * nobody has read which language is wanted. The connection ends with it.
 */
export const answerUnread = (texts: Texts) => (error: Error & { code?: string }, socket: Socket) => {
  // A connection that was cut, or that has begun to answer, is answered by nothing more.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) return socket.destroy(error);
  const refusal = new AppError(...(BEFORE_A_REQUEST[error.code ?? ''] ?? MALFORMED));
  const id = randomUUID();
  const body = JSON.stringify(problemOf(refusal, texts, 'en', id));
  const head = [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  return socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};
