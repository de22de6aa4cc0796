import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { testWorld, type World } from './world.test.ts';

/** Says /start, and what the bot answers to it. */
const greeted = async ({ olga, emulator, methods, until }: World): Promise<string> => {
  emulator.clearCalls();
  await olga.start();
  await until(() => methods().includes('sendMessage'));
  return olga.lastMessage('bot')?.text ?? '';
};

/** What the same person reads once they work here no more. */
const asClient = async (world: World): Promise<string> => {
  world.backend.rights.role = 'client';
  world.emulator.clock.advance(600_001);
  return greeted(world);
};

test('the owner words the greeting: section, text, words, preview, save; and it greets in them', async () => {
  await using world = await testWorld({ role: 'super_admin' });
  const { olga, shows } = world;
  assert.match(await greeted(world), /This is Salon\.\nYou run it/);
  await olga.tap('✏️ Texts');
  await shows('How the bot speaks');
  await olga.tap('👋 Greeting and menu');
  await shows('Choose a text');
  await olga.tap(/Hello/);
  await shows('In the words of the program');
  await olga.tap('✍️ Word it differently');
  await shows('has to stay: {business}');
  await olga.type('Welcome!');
  await shows('must hold the placeholder “business”');
  await olga.type('Welcome to <i>{business}</i>!');
  const preview = await shows('This is how it will look');
  assert.match(preview.text, /Welcome to Spring Salon!/);
  await olga.tap('✅ Save');
  await shows('In your own words since');
  assert.match(await asClient(world), /Welcome to Salon!/);
  assert.equal(world.backend.callsOf('texts.set').length, 1);
});

test('a reset brings the words of the program back', async () => {
  await using world = await testWorld({ role: 'super_admin' });
  const { olga, shows } = world;
  world.backend.wordings.word('menu.greeting', 'Ahoy, {business}');
  await greeted(world);
  await olga.tap('✏️ Texts');
  await shows('How the bot speaks');
  await olga.tap('👋 Greeting and menu');
  await shows('Choose a text');
  await olga.tap('● Ahoy, Spring Salon');
  await shows('In your own words');
  await olga.tap('↩️ Undo my words');
  await shows('In the words of the program');
  assert.match(await asClient(world), /This is Salon\.\nLet's find you/);
});

test('who does not own the business is not offered its texts', async () => {
  await using world = await testWorld();
  assert.match(await greeted(world), /This is Salon/);
  const labels = world.olga
    .keyboard()
    .flat()
    .map(({ text }) => text);
  assert.ok(!labels.some((label) => /Texts|Statistics/.test(label)), labels.join());
});

test('a change is heard at once where this process is told, and after a minute where nobody tells it', async () => {
  await using world = await testWorld();
  const { backend, emulator } = world;
  assert.match(await greeted(world), /This is Salon/);
  backend.wordings.word('menu.greeting', 'Ahoy, {business}');
  assert.match(await greeted(world), /This is Salon/);
  world.forgetTexts();
  assert.match(await greeted(world), /Ahoy, Salon/);
  backend.wordings.word('menu.greeting', 'Hey, {business}');
  emulator.clock.advance(60_001);
  assert.match(await greeted(world), /Hey, Salon/);
});

test('the words of one business are not heard in the bot of another', async () => {
  await using world = await testWorld();
  world.backend.wordings.word('menu.greeting', 'Ahoy, {business}');
  await world.olgaElsewhere.start();
  await world.shows('This is Clinic', world.olgaElsewhere);
});

test('a wording that cannot be put into words gives way to the program’s, and the log hears of it once', async () => {
  await using world = await testWorld();
  const { backend, logs } = world;
  // As if it had got past the check.
  backend.wordings.word('menu.greeting', '{business} {nobody_knows_this}');
  for (let time = 0; time < 2; time += 1) {
    assert.match(await greeted(world), /This is Salon/);
  }
  assert.deepEqual(
    logs.filter(({ event }) => event === 'text_broken').map(({ level, key }) => [level, key]),
    [['error', 'menu.greeting']],
  );
});

test('while the backend does not say how a business words things, the bot speaks in the words it knows', async () => {
  await using world = await testWorld();
  const { backend } = world;
  backend.wordings.word('menu.greeting', 'Ahoy, {business}');
  backend.fail('texts.own', new AppError('unavailable'));
  assert.match(await greeted(world), /This is Salon/);
  world.forgetTexts();
  assert.match(await greeted(world), /Ahoy, Salon/);
  backend.fail('texts.own', new AppError('unavailable'));
  world.forgetTexts();
  assert.match(await greeted(world), /Ahoy, Salon/);
});
