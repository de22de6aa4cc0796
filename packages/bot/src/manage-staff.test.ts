import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { ANNA, HAIRCUT } from './fake-backend.test.ts';
import { MEMBER } from './fake-office.test.ts';
import { testWorld } from './world.test.ts';

const team = async (options: Parameters<typeof testWorld>[0] = {}) => {
  const world = await testWorld({ role: 'super_admin', ...options });
  world.backend.office.addMember({});
  const open = async (button: string, says: string) => {
    await world.olga.start();
    await world.shows('This is Salon.');
    await world.olga.tap('🛠 Manage');
    await world.shows('What shall we do?');
    await world.olga.tap(button);
    return world.shows(says);
  };
  return { ...world, open };
};

test('somebody is invited by a link, joins by it once, and is welcomed into what they may do', async () => {
  await using world = await team();
  const { olga, shows, backend, open } = world;
  await open('👥 Team and roles', '1 person works here');
  await olga.tap('➕ Invite');
  await shows('Whom shall we invite?');
  await olga.tap('💼 As Anna');
  const { text, message_id } = await shows('Invitation: Specialist, Anna');
  const [, payload] = /\?start=(\S+)/.exec(text) ?? [];
  assert.ok(payload !== undefined && payload.length <= 64);
  assert.deepEqual(
    backend.office.invited.map(({ specialist }) => specialist?.id),
    [ANNA],
  );
  backend.rights.role = 'client';
  await olga.type(`/start ${payload}`);
  await shows('Welcome to the team of Salon!');
  await world.idle();
  assert.ok(
    olga.messages().some((message) => message.message_id === message_id),
    'the link is not taken away',
  );
  backend.office.invited.splice(0);
  await olga.type(`/start ${payload}`);
  await shows('This invitation does not work');
  await olga.type('/start join_');
  await shows('This invitation does not work');
  assert.deepEqual(world.logs, []);
});

test('a role is changed at once, an owner and a farewell are asked for once more', async () => {
  await using world = await team();
  const { olga, shows, backend, open } = world;
  await open('👥 Team and roles', '1 person works here');
  await olga.tap('Moderator · Max');
  await shows('Max');
  await olga.tap('👑 Make an owner');
  await shows('Make an owner?');
  await olga.tap('Leave as it is');
  await world.until(() =>
    olga
      .keyboard()
      .flat()
      .some(({ text }) => text === '👑 Make an owner'),
  );
  assert.equal(backend.office.staff.get(MEMBER)?.role, 'moderator');
  await olga.tap('👑 Make an owner');
  await shows('Make an owner?');
  await olga.tap('Yes, an owner');
  await world.until(() => backend.office.staff.get(MEMBER)?.role === 'super_admin');
  await shows('Owner');
  await olga.tap('🛠 Make a moderator');
  await world.until(() => backend.office.staff.get(MEMBER)?.role === 'moderator');
  await shows('Moderator');
  await olga.tap('✖️ Remove from the team');
  await shows('Remove from the team?');
  backend.fail('people.remove_staff', new AppError('last_admin'));
  await olga.tap('Yes, remove');
  await shows('at least one owner');
  await open('👥 Team and roles', '1 person works here');
  await olga.tap('Moderator · Max');
  await shows('Max');
  await olga.tap('✖️ Remove from the team');
  await shows('Remove from the team?');
  await olga.tap('Yes, remove');
  await world.until(() => !backend.office.staff.has(MEMBER));
});

test('an invitation that nobody has accepted is taken back by a tap', async () => {
  await using world = await team({ language: 'ru' });
  const { olga, shows, backend } = world;
  await olga.start();
  await shows('Salon');
  await olga.tap('🛠 Управление');
  await shows('Что сделаем?');
  await olga.tap('👥 Команда и роли');
  await shows('Здесь работает 1 человек');
  await olga.tap('➕ Пригласить');
  await shows('Кого пригласим?');
  await olga.tap('🛠 Модератора');
  await shows('Приглашение: Модератор');
  await olga.tap('👥 Команда и роли');
  await shows('1 приглашение ещё не принято');
  await olga.tap((button) => button.text.startsWith('✖️ Приглашение'));
  await world.until(() => backend.office.invited.length === 0);
});

test('a price is typed, shown beside the old one and saved; a service is switched off and on', async () => {
  await using world = await team();
  const { olga, shows, backend, open } = world;
  await open('💼 Services', 'Haircut');
  await olga.tap('✏️ Haircut');
  await world.until(() =>
    olga
      .keyboard()
      .flat()
      .some(({ text }) => text === '💳 Price'),
  );
  await olga.tap('💳 Price');
  await shows('Which price from now on?');
  await olga.type('a lot');
  await shows('no price I could save');
  await olga.type('2 500,50');
  await shows('→');
  assert.equal(backend.office.cards.size, 0, 'nothing is saved before they have said so');
  await olga.tap('✅ Save');
  await world.until(() => backend.office.cards.get(HAIRCUT)?.price_minor === 250_050);
  await olga.tap('🕑 Duration');
  await shows('How many minutes from now on?');
  await olga.type('62');
  await shows('A multiple of 5 minutes');
  await olga.type('90');
  await shows('→');
  await olga.tap('✅ Save');
  await world.until(() => backend.office.cards.get(HAIRCUT)?.duration_minutes === 90);
  await olga.tap('⏸ Switch off');
  await shows('Switched off');
  await olga.tap('▶️ Switch on');
  await world.until(() => backend.office.cards.get(HAIRCUT)?.active === true);
});

test('the hours of the week stand at a glance', async () => {
  await using world = await team({ role: 'moderator' });
  const { text } = await world.open('🕑 Working hours', 'Anna');
  assert.match(text, /Mo, Tu, Su: 10:00–18:00/);
  assert.match(text, /Boris\nno weekly hours/);
});
