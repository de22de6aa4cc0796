import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, type CallToolResult, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { AppError, type Call, type Language, type Texts, type Transport } from '@okno/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { VERSION } from '../version.ts';
import { actionOf, tools } from './tools.ts';

export type Turn = {
  readonly call: Transport;
  readonly texts: Texts;
  readonly caller: Extract<Call['caller'], { via: 'assistant' }>;
  readonly request_id: string;
};

const INSTRUCTIONS =
  'Free slots, bookings and reminders of one business. Instants are UTC (2026-05-01T07:00:00Z). Reminders wake you ' +
  'later: take their events, deal with them, and acknowledge them; an event that is not acknowledged comes again.';

/** A refusal in words that a model can act on: what happened, which field, which rule, what else there is. */
const inWords = (texts: Texts, language: Language, { code, params }: AppError): string => {
  const { errors, ...others } = params as { errors?: { field: string; rule: string }[] };
  const fields = (errors ?? []).map(({ field, rule }) => `${field === '' ? 'the input' : field}: ${rule}`);
  const details = fields.length > 0 ? fields : Object.keys(others).length > 0 ? [JSON.stringify(others)] : [];
  return [`${texts(language, `error.${code}`)} (${code})`, ...details].join('\n');
};

const refused = (text: string): CallToolResult => ({ isError: true, content: [{ type: 'text', text }] });

const run = async (
  { call, texts, caller, request_id }: Turn,
  tool: string,
  input: unknown,
): Promise<CallToolResult> => {
  const name = actionOf(tool);
  if (name === undefined) return refused(`There is no tool called ${tool.slice(0, 100)}.`);
  try {
    const answer = (await call({ name, input, caller, request_id })) as Record<string, unknown>;
    return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer };
  } catch (error) {
    if (error instanceof AppError) return refused(inWords(texts, caller.language, error));
    throw error;
  }
};

/**
 * Answers one request of the Model Context Protocol (streamable HTTP, without sessions): nothing is kept between two of
 * them, so any process may answer the next.
 */
export const answerMcp = async (request: FastifyRequest, reply: FastifyReply, turn: Turn): Promise<void> => {
  const server = new Server(
    { name: 'okno', version: VERSION },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...tools] }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => run(turn, params.name, params.arguments ?? {}));
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  reply.raw.once('close', () => void server.close());
  await server.connect(transport as unknown as Parameters<Server['connect']>[0]);
  await transport.handleRequest(request.raw, reply.raw, request.body);
};
