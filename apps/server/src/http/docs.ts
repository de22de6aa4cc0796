import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { API_ROOT } from './api-root.ts';
import { openApi } from './openapi.ts';

/** The page brings its own script and styles, and starts them from the page itself. */
const PAGE_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'";

/** The OpenAPI document, and a page that people can read and try things on. */
export const addDocs = async (app: FastifyInstance, version: string): Promise<void> => {
  const document = openApi(version);
  app.get(`${API_ROOT}/openapi.json`, async () => document);
  // Browsers ask for it on every page; the simulator brings its own.
  app.get('/favicon.ico', async (_request, reply) => reply.code(204).send());
  await app.register((docs, _options, done) => {
    docs.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', PAGE_POLICY);
    });
    docs.register(scalar, {
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
    done();
  });
};
