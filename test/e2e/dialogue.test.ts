import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { writeId } from '@okno/bot';
import { freePort } from '../support/free-port.ts';
import { tempFolder } from './support/at-end.ts';
import { openStudioDatabase } from './support/database.ts';
import { startOkno } from './support/okno.ts';
import { BOT, botId, EMMA, openEmulator } from './support/studio.ts';
import { createVisitor, STUDIO } from './support/visitor.ts';

/** A message such as comes after the stars; its visit is made up, which the bot cannot know. */
const offerWords = (api_root: string): Promise<Response> => {
  const button = { text: 'Add words', callback_data: `1y${writeId(randomUUID())}` };
  const message = { chat_id: EMMA.id, text: 'Thank you!', reply_markup: { inline_keyboard: [[button]] } };
  return fetch(`${api_root}/bot${BOT.token}/sendMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
};

test('after kill -9 in the middle of a dialogue the next process takes the words up where they were', async (t) => {
  const { emulator, url: api_root } = await openEmulator(t);
  const { url: database_url } = await openStudioDatabase(t);
  const port = String(await freePort());
  const settings = {
    PORT: port,
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: tempFolder(t),
    DATABASE_URL: database_url,
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    TELEGRAM_API_ROOT: api_root,
    TELEGRAM_BOT_TOKEN: BOT.token,
  };
  const first = await startOkno(t, settings);
  const emma = createVisitor(emulator.as(EMMA.id, botId(BOT)), 'en');
  await emma.type('/start', emma.say('menu.greeting', { business: STUDIO.en }));
  await offerWords(api_root);
  await emma.press('Add words', 'What was it like?');
  await first.kill('SIGKILL');

  const typed = emma.chat.type('Words that came while nobody was there');
  const second = await startOkno(t, settings);
  await typed;
  await emma.sees('Words that came while nobody was there');
  await emma.chat.tap((button) => button.text === emma.say('review.publish'));
  // That there is no such visit only the backend can say, and it ends the dialogue.
  await emma.sees(emma.say('error.not_found'));
  await emma.type('And now?', emma.say('hint.text'));
  assert.doesNotMatch(second.stdout(), /"level":"error"/);
});
