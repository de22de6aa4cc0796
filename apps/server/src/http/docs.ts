import Fastify, { type FastifyInstance } from 'fastify';
import { API_ROOT } from './api-root.ts';
import { openApi } from './openapi.ts';

/** The page brings its own script and styles, and starts them from the page itself. */
const PAGE_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'";

/** The page weighs twenty megabytes in the memory of the process; most processes are never asked for it. */
const openPages = async (): Promise<FastifyInstance> => {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const pages = Fastify();
  await pages.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: `${API_ROOT}/openapi.json`,
      pageTitle: 'Okno API',
      theme: 'default',
      // Nothing of the page may call a cloud.
      hideClientButton: true,
      showDeveloperTools: 'never',
      showSidebar: true,
      telemetry: false,
      withDefaultFonts: false,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
  await pages.ready();
  return pages;
};

/**
 * The OpenAPI document, and a page that people can read and try things on.
 * @param open for tests
 */
export const addDocs = async (app: FastifyInstance, version: string, open = openPages): Promise<void> => {
  const document = openApi(version);
  app.get(`${API_ROOT}/openapi.json`, async () => document);
  // Browsers ask for it on every page; the simulator brings its own.
  app.get('/favicon.ico', async (_request, reply) => reply.code(204).send());
  let opened: Promise<FastifyInstance> | undefined;
  app.get('/docs', async (_request, reply) => reply.redirect('/docs/', 301));
  // What else is looked for below it leads nowhere, and is counted.
  for (const url of ['/docs/', '/docs/js/scalar.js'])
    app.get(url, async (_request, reply) => {
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      const page = await (await opened).inject({ method: 'GET', url });
      reply.header('content-security-policy', PAGE_POLICY).type(String(page.headers['content-type']));
      return reply.code(page.statusCode).send(page.rawPayload);
    });
};
