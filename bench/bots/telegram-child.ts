import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent, inputOfParent } from '../lib/answer-parent.ts';

// A Bot API that says yes to everything: ten thousand chats in the emulator would cost more than what is measured.
const { public_url } = inputOfParent() as { public_url: string };
const state = { calls: 0, configured: 0 };
/** What was told once: somebody asks after half a minute, and would tell it anew if it were anything else. */
const webhookOf = (path: string) => ({
  url: `${public_url}/tg/webhook/${/^\/bot(\d+)/.exec(path)?.[1]}`,
  ...{ has_custom_certificate: false, pending_update_count: 0 },
});
const server = createServer((request, response) => {
  state.calls += 1;
  if (/\/(setWebhook|setMyCommands|getMe)$/.test(request.url ?? '')) state.configured += 1;
  const message = { message_id: state.calls, date: 1_800_000_000, chat: { id: 1, type: 'private' }, text: '' };
  request.resume().on('end', () => {
    response.setHeader('content-type', 'application/json');
    const path = request.url ?? '';
    response.end(JSON.stringify({ ok: true, result: path.endsWith('/getWebhookInfo') ? webhookOf(path) : message }));
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
answerParent(
  { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
  { counts: () => state },
  async () => {
    server.closeAllConnections();
    server.close();
  },
);
