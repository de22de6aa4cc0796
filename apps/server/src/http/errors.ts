import { AppError, type ErrorCode, problemOf, type Texts } from '@okno/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../log.ts';
import { languageOf } from './caller.ts';

/** What Fastify itself refuses, in our codes. */
const OWN_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'malformed_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_request',
  FST_ERR_BAD_URL: 'malformed_request',
};

/** Our code for what Fastify refuses; nothing for a fault. */
export const toAppError = (error: unknown): AppError | undefined => {
  if (error instanceof AppError) return error;
  const { code = '', statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  const own = OWN_CODES[code] ?? (statusCode !== undefined && statusCode < 500 ? 'malformed_request' : undefined);
  return own && new AppError(own);
};

/** Sends a refusal as an RFC 9457 problem document in the reader's language. */
export const sendProblem = (
  texts: Texts,
  request: FastifyRequest,
  reply: FastifyReply,
  error: AppError,
): FastifyReply => {
  if (error.status === 503) reply.header('retry-after', '1');
  return reply
    .code(error.status)
    .type('application/problem+json')
    .send(problemOf(error, texts(languageOf(request), `error.${error.code}`), request.id));
};

/** Every refusal leaves as a problem document; everything else is a fault, told to the log only. */
export const handleErrors = (app: FastifyInstance, texts: Texts, log: Logger): void => {
  app.setErrorHandler((error, request, reply) => {
    const known = toAppError(error);
    if (known === undefined) log.error({ event: 'fault', request_id: request.id, err: error }, 'a request failed');
    return sendProblem(texts, request, reply, known ?? new AppError('internal'));
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(texts, request, reply, new AppError('not_found', { what: 'address' })),
  );
};
