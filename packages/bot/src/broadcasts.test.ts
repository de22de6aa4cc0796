import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { writeTarget } from './callback-data.ts';
import { HAIRCUT, uuid } from './fake-backend.test.ts';
import { conversation } from './recorder.test.ts';
import { toBroadcast } from './screens/broadcast-ways.ts';
import { labels } from './staff-world.test.ts';
import { awayStore, PERSON_ID, testWorld, type World, type WorldOptions } from './world.test.ts';

/** A salon whose moderator writes to many. */
const desk = async (options: WorldOptions = {}) => {
  const world = await testWorld({ role: 'moderator', ...options });
  const list = async () => {
    await world.olga.start();
    await world.shows('This is Salon.');
    await world.olga.tap('🛠 Manage');
    await world.shows('What shall we do?');
    await world.olga.tap('📣 Broadcasts');
    return world.shows('told to many clients');
  };
  /** As far as the draft. */
  const draft = async (text = 'Dear {name}, we have <b>moved</b>') => {
    await list();
    await world.olga.tap('➕ Write one');
    await world.shows('What shall we tell them?');
    await world.olga.type(text);
    return world.shows('📝 Draft');
  };
  const only = () => {
    const [one] = world.backend.broadcasts.all.values();
    assert.ok(one);
    return one;
  };
  /** As far as it being sent. */
  const started = async () => {
    await draft();
    await world.olga.tap('🚀 Send');
    await world.shows('Send it to 12 people?');
    await world.olga.tap('🚀 Now');
    return world.shows('📤 Being sent');
  };
  return { ...world, list, draft, only, started };
};

/** A button that nobody has shown, below the newest message. */
const forge = ({ give, olga }: World, data: string) =>
  give({
    update_id: 900_100,
    callback_query: {
      ...{ id: '1', chat_instance: '1', data, from: { id: PERSON_ID, is_bot: false, first_name: 'Olga' } },
      message: {
        ...{ message_id: olga.lastMessage('bot')?.message_id ?? 1, date: 1, text: 'x' },
        chat: { id: PERSON_ID, type: 'private', first_name: 'Olga' },
      },
    },
  });

test('a text is written, shown as text, looked at, tried, and sent once however often it is tapped', async () => {
  await using world = await desk();
  const { olga, shows, backend, draft, only } = world;
  const shown = await draft();
  assert.match(shown.text, /Dear \{name\}, we have <b>moved<\/b>/, 'what looks like markup is text');
  assert.match(shown.text, /👥 To: everybody\n📬 Would get it now: 12 people/);
  await olga.tap('👁 Preview');
  await shows('This is what Ada would read:\n\nDear Ada, we have <b>moved</b>');
  await olga.tap('📨 Test to me');
  await shows('📝 Draft');
  assert.equal(backend.broadcasts.tests.length, 1);
  await olga.tap('🚀 Send');
  await shows('Send it to 12 people?');
  assert.equal(only().status, 'draft', 'a question sends nothing');
  await Promise.all([olga.tap('🚀 Now'), olga.tap('🚀 Now')]);
  await shows('📤 Being sent');
  await world.idle();
  const keys = backend.callsOf('broadcasts.start').map(({ idempotency_key }) => idempotency_key);
  assert.equal(new Set(keys).size, 1);
  assert.deepEqual(world.logs, []);
});

test('the message tells by itself how far it is, until it is over', async () => {
  await using world = await desk();
  const { backend, started, only, shows } = world;
  const { message_id } = await started();
  backend.broadcasts.tell(only().id, { waiting: 6, sent: 5, opted_out: 1 });
  await world.passes(5_000);
  const half = await shows('▓▓▓▓▓░░░░░');
  assert.equal(half.message_id, message_id);
  assert.match(half.text, /Told: 5 of 12\n🔕 Want no news: 1\n⏳ Still to be told: 6/);
  const asked = backend.callsOf('broadcasts.get').length;
  await world.passes(1_000);
  assert.equal(backend.callsOf('broadcasts.get').length, asked, 'not more often than every five seconds');
  backend.broadcasts.tell(only().id, { waiting: 0, sent: 10, unreachable: 1 }, 'finished');
  await world.passes(5_000);
  const over = await shows('☑️ Sent');
  assert.ok(labels(over).includes('🧾 Who has not got it'));
});

test('whoever has gone on is left alone, and a role that was taken away ends the telling', async () => {
  await using world = await desk();
  const { olga, backend, started, only, shows } = world;
  await started();
  await olga.tap('📣 Broadcasts');
  const list = await shows('told to many clients');
  backend.broadcasts.tell(only().id, { waiting: 3, sent: 9 });
  await world.passes(5_000);
  await world.idle();
  assert.equal(olga.lastMessage('bot')?.text, list.text);
  await olga.tap((button) => button.text.startsWith('📤'));
  await shows('Told: 9 of 12');
  backend.rights.role = 'client';
  await world.passes(5_000);
  await world.idle();
  await shows('Told: 9 of 12');
  assert.deepEqual(world.logs, []);
});

test('for whom it is: a service, a tag, who has not been here, and everybody again', async () => {
  await using world = await desk();
  const { olga, shows, draft, only } = world;
  await draft();
  await olga.tap('👥 To whom');
  await shows('All that you choose has to hold together.');
  await olga.tap('💼 By service');
  await shows('which service?');
  await olga.tap('Haircut');
  await shows('To: who have or had “Haircut”');
  await olga.tap('👥 To whom');
  await shows('All that you choose');
  await olga.tap('🏷 By tag');
  await shows('With which tag?');
  await olga.type('x'.repeat(60));
  await shows('That cannot be used:');
  await olga.type('vip');
  await shows('To: who have or had “Haircut”; with the tag “vip”');
  await olga.tap('👥 To whom');
  await shows('All that you choose');
  await olga.tap('🕘 By the last visit');
  await shows('When were they here last?');
  await olga.tap('Not for 60 days');
  const nobody = await shows('last here before Thu 1 January');
  assert.match(nobody.text, /Would get it now: 0 people/);
  assert.deepEqual(only().segment, { service_id: HAIRCUT, tag: 'vip', last_visit_before: '2026-01-01' });
  await olga.tap('👥 To whom');
  await shows('All that you choose');
  await olga.tap('🕘 By the last visit');
  await shows('When were they here last?');
  await olga.tap('Within 30 days');
  await shows('here on Sat 31 January or later');
  assert.deepEqual(only().segment, { service_id: HAIRCUT, tag: 'vip', last_visit_from: '2026-01-31' });
  await olga.tap('👁 Preview');
  await shows('Nobody would get it now.');
  await olga.tap('‹ Back');
  await shows('📝 Draft');
  await olga.tap('👥 To whom');
  await shows('All that you choose');
  await olga.tap('👥 Everybody again');
  await shows('To: everybody');
  assert.deepEqual(only().segment, {});
});

test('it begins at a time that is shown once more; what has passed is not taken', async () => {
  await using world = await desk();
  const { olga, shows, draft, only } = world;
  await draft();
  await olga.tap('🚀 Send');
  await shows('Send it to 12 people?');
  await olga.tap('🕑 At a time');
  await shows('When shall it begin?');
  await olga.type('tomorrow');
  await shows('I have not understood that time');
  await olga.type('09:00');
  await shows('or it has passed');
  await olga.type('05.03 10:00');
  await shows('Begin on Thu 5 March, 10:00?');
  assert.equal(only().status, 'draft');
  await olga.tap('✅ Begin then');
  await shows('Begins on Thu 5 March, 10:00');
  assert.equal(only().starts_at, '2026-03-05T07:00:00Z');
  await olga.tap('✖️ Call off');
  await shows('Call it off for good?');
  await olga.tap('Yes, for good');
  await shows('✖️ Called off');
});

test('it is paused, goes on, and who has not got it is named', async () => {
  await using world = await desk();
  const { olga, shows, backend, started, only } = world;
  await started();
  await olga.tap('⏸ Pause');
  await shows('⏸ Paused');
  await olga.tap('▶️ Go on');
  await shows('📤 Being sent');
  backend.broadcasts.addRecipient('Ivan <i>', 'failed');
  backend.broadcasts.addRecipient(null, 'unreachable');
  backend.broadcasts.tell(only().id, { waiting: 0, sent: 10, failed: 1, unreachable: 1 }, 'finished');
  await olga.tap('🔄 How far is it?');
  await shows('☑️ Sent');
  await olga.tap('🧾 Who has not got it');
  await shows(/Not delivered: 1\nIvan <i>\n\n🚫 Have blocked the bot: 1\n…/);
});

test('what somebody else has started meanwhile is shown as it stands', async () => {
  await using world = await desk();
  const { olga, shows, draft, backend, only } = world;
  await draft();
  backend.broadcasts.tell(only().id, { total: 12, waiting: 12 });
  await olga.tap('☀️ Send at any hour');
  await shows(/⚠️ .*cannot be changed.*\n\n📤 Being sent/);
});

test('a text that cannot be is said with its reason, and both languages are kept', async () => {
  await using world = await desk();
  const { olga, shows, list, only } = world;
  await list();
  await olga.tap('➕ Write one');
  await shows('Write the text in English');
  await olga.type('Dear {friend}');
  await shows('has a placeholder other than name');
  await olga.type('Dear {name}');
  await shows('📝 Draft');
  await olga.tap('✏️ Russian text');
  await shows('Write the text in Russian');
  await olga.type('Дорогой {name}');
  await shows('In Russian\nДорогой {name}');
  assert.deepEqual(only().texts, { en: 'Dear {name}', ru: 'Дорогой {name}' });
  await olga.tap('✏️ English text');
  await shows('Write the text in English');
  await olga.type('/cancel');
  await shows('Left as it was');
  await olga.type('Dear nobody');
  await shows('I understand buttons best');
  assert.equal(only().texts.en, 'Dear {name}');
});

test('forged buttons of somebody without the right, or for nothing, change nothing and are answered politely', async () => {
  await using world = await desk({ role: 'specialist' });
  const { olga, shows, backend, only } = world;
  backend.rights.role = 'moderator';
  await olga.start();
  await shows('This is Salon.');
  await forge(world, writeTarget(toBroadcast('start', uuid(404))));
  await shows(/nothing|not|no such/i);
  backend.rights.role = 'specialist';
  backend.broadcasts.write({ en: 'x' });
  await forge(world, writeTarget(toBroadcast('start', only().id)));
  await shows('you are not one of them now');
  assert.equal(only().status, 'draft');
});

test('without the store nobody waits for words that would be lost, and a refusal of the backend is told', async () => {
  await using world = await desk({ store: awayStore() });
  const { olga, shows, backend, list } = world;
  await list();
  await olga.tap('➕ Write one');
  await shows('lost the thread');
  backend.fail('broadcasts.list', new AppError('forbidden'));
  await forge(world, writeTarget(toBroadcast('list', null)));
  await shows('you are not one of them now');
  assert.deepEqual(world.logs, []);
});

conversation(
  'broadcast',
  async (scene) => {
    const { start, tap, type, label, meanwhile, world, language } = scene;
    await start();
    await tap(label('manage.open'));
    await tap(label('broadcast_screens.open'));
    await tap(label('broadcast_screens.create'));
    await type(language === 'ru' ? '{name}, мы переехали на Арбат, 2!' : '{name}, we have moved to 2 Arbat!');
    await tap(label('broadcast_screens.whom'));
    await tap(label('broadcast_screens.by_service'));
    await tap('Haircut');
    await tap(label('broadcast_screens.look'));
    await tap(label('broadcast_screens.test'));
    await tap(label('broadcast_screens.send'));
    await tap(label('broadcast_screens.at_time'));
    await type('05.03 10:00');
    await tap(label('broadcast_screens.yes_later'));
    await tap(label('broadcast_screens.pause'));
    await tap(label('broadcast_screens.resume'));
    const [sent] = world.backend.broadcasts.all.values();
    assert.ok(sent);
    await meanwhile('half of them have got it', async () => {
      world.backend.broadcasts.tell(sent.id, { waiting: 6, sent: 4, opted_out: 1, unreachable: 1 });
      await world.passes(5_000);
      await world.shows('▓▓▓▓▓░░░░░');
    });
    await tap(label('broadcast_screens.call_off'));
    await tap(label('broadcast_screens.yes_call_off'));
    await tap(label('broadcast_screens.open'));
  },
  { role: 'moderator' },
);
