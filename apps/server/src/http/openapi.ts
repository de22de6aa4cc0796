import { tellsVersion } from '@okno/backend';
import { type Action, type ActionName, isGet, isRead, PEOPLE, Problem } from '@okno/contract';
import { z } from 'zod';
import { API_ROOT } from './api-root.ts';
import { INTRODUCTION } from './introduction.ts';
import { exampleOf } from './openapi-examples.ts';
import { descriptionOf, TAGS } from './openapi-words.ts';
import { bodyLimitOf, restActions } from './rest.ts';

type Json = Record<string, unknown>;

const schemaOf = (type: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  return schema as Json;
};

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** What any route may answer. */
const REFUSALS: Readonly<Record<string, Json>> = {
  '400': problem('Bad input: `errors` names every field and its rule'),
  '401': problem('Nobody has said who is asking'),
  '403': problem('Not allowed, or the key is a wrong one'),
  '404': problem('There is no such thing, or not for you'),
  '406': problem('`Accept` leaves out JSON'),
  '408': problem('The request took longer than 30 seconds to arrive'),
  '429': {
    ...problem('Too often; again after `Retry-After` seconds'),
    headers: {
      'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } },
      RateLimit: {
        description: 'Which limit it is, how many are left, and in how many seconds there are more',
        schema: { type: 'string' },
      },
      'RateLimit-Policy': { description: 'How many are possible in how many seconds', schema: { type: 'string' } },
    },
  },
  '431': problem('The headers, the address included, are larger than 16 KiB'),
  '500': problem('A fault of ours; the log knows it by the request id in `instance`'),
  '503': problem('Away for a moment; try again after `Retry-After` seconds'),
};

const WRITE_REFUSALS: Readonly<Record<string, Json>> = {
  '409': problem('Refused by a rule, e.g. `slot_taken` with the `nearest` free times'),
  '422': problem('The idempotency key was used for another request'),
};

const CHANGED = problem('Somebody else has changed it meanwhile: `version` and `current` say what it is now');

/** How a write may be refused besides. */
const refusalsOf = (action: Action): Json =>
  isRead(action) ? {} : { ...WRITE_REFUSALS, ...(action.versioned !== undefined && { '412': CHANGED }) };

const HEADERS = [
  {
    name: 'X-Tenant',
    in: 'header',
    schema: { type: 'string' },
    description: 'Slug of the business; may be left out where there is only one',
  },
  {
    name: 'Accept-Language',
    in: 'header',
    schema: { type: 'string', enum: ['ru', 'en'] },
    description: 'Language of names and messages',
  },
];

const IDEMPOTENCY = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
  description: 'The same key has the effect once and gets the same answer',
};

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  schema: { type: 'string' },
  description: 'The `ETag` of what you have seen: when it is another one by now, nothing is changed',
};

const ETAG = { ETag: { schema: { type: 'string' }, description: 'Names the state of what two may edit at once' } };

const writeHeadersOf = ({ versioned }: Action): Json[] =>
  versioned === undefined ? [IDEMPOTENCY] : [IDEMPOTENCY, IF_MATCH];

/** Which keys open an action; none as well where anybody may ask. */
const securityOf = ({ roles }: Action): Json[] => [
  ...(roles.includes('guest') ? [{}] : []),
  ...(PEOPLE.some((role) => roles.includes(role)) ? [{ session: [] }, { mini_app: [] }] : []),
  ...(roles.includes('bot') ? [{ service_key: [] }] : []),
  ...(roles.includes('assistant') ? [{ assistant_token: [] }, { assistant_key: [] }] : []),
];

/** What an operation may answer, by status. */
const answersOf = (action: Action): Json => ({
  [action.status ?? 200]: {
    description: 'Done',
    ...(tellsVersion(action) && { headers: ETAG }),
    ...(action.status !== 204 && {
      content: {
        [action.file ?? 'application/json']: {
          schema: action.parts === true ? { type: 'string' } : schemaOf(action.output, 'output'),
        },
      },
    }),
  },
  ...REFUSALS,
  '413': problem(`The body is larger than ${bodyLimitOf(action) / 1024} KiB`),
  ...(!isGet(action) && { '415': problem('The body is no JSON') }),
  ...refusalsOf(action),
});

const operationOf = (name: ActionName, action: Action): Json => {
  const {
    properties = {},
    required = [],
    additionalProperties,
  } = schemaOf(action.input, 'input') as {
    properties?: Json;
    required?: string[];
    additionalProperties?: unknown;
  };
  const inPath = [...action.http.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field);
  const others = Object.keys(properties).filter((field) => !inPath.includes(field));
  const example = exampleOf(name, { properties, required });
  const parameter = (field: string, place: string) => ({
    name: field,
    in: place,
    required: place === 'path' || required.includes(field),
    schema: properties[field],
    ...(example[field] !== undefined && { example: example[field] }),
  });
  const read = isRead(action);
  const hasBody = !isGet(action);
  const body = {
    type: 'object',
    properties: Object.fromEntries(others.map((field) => [field, properties[field]])),
    required: required.filter((field) => others.includes(field)),
    additionalProperties: additionalProperties ?? false,
  };
  const bodyExample = Object.fromEntries(Object.entries(example).filter(([field]) => others.includes(field)));
  return {
    operationId: name,
    summary: action.summary,
    description: descriptionOf(action),
    tags: [name.split('.')[0]],
    security: securityOf(action),
    parameters: [
      ...inPath.map((field) => parameter(field, 'path')),
      ...(hasBody ? [] : others.map((field) => parameter(field, 'query'))),
      ...(read ? [] : writeHeadersOf(action)),
      ...HEADERS,
    ],
    ...(hasBody &&
      others.length > 0 && {
        requestBody: {
          required: body.required.length > 0,
          content: { 'application/json': { schema: body, example: bodyExample } },
        },
      }),
    responses: answersOf(action),
  };
};

const HEALTH = {
  get: {
    operationId: 'health',
    summary: 'Whether everything works',
    description: 'Whether the program and its database work. For anybody, without a key. It changes nothing.',
    tags: ['health'],
    security: [{}],
    responses: Object.fromEntries(
      [
        ['200', 'healthy', 'connected'],
        ['503', 'unhealthy', 'disconnected'],
      ].map(([code, status, database]) => [
        code,
        {
          description: status,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['status', 'database', 'timestamp'],
                properties: {
                  status: { const: status },
                  database: { const: database },
                  timestamp: { type: 'string', format: 'date-time' },
                },
              },
            },
          },
        },
      ]),
    ),
  },
};

/** The OpenAPI 3.1 document, made of the same table as the routes. */
export const openApi = (version: string): Json => {
  const paths: Record<string, Json> = { '/health': HEALTH };
  for (const [name, action] of restActions()) {
    const [method = '', path = ''] = action.http.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(name, action) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Okno',
      version,
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: API_ROOT }],
    tags: [...new Set(['health', ...restActions().map(([name]) => name.split('.')[0] ?? '')])].map((name) => ({
      name,
      description: TAGS[name],
    })),
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-okno', description: 'Of `POST /sessions`' },
        mini_app: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`tma ` and the `initData` of a Mini App, an hour old at most',
        },
        service_key: { type: 'apiKey', in: 'header', name: 'X-Service-Key' },
        assistant_token: {
          type: 'http',
          scheme: 'bearer',
          description: 'API key of an assistant, or a JWT signed with its key',
        },
        assistant_key: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'API key of an assistant' },
      },
    },
  };
};
