/** Those who run the business, in the chat: everything real but Telegram. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANNA, EMMA, openStudio } from './support/studio.ts';
import { BY_MARIA, createVisitor, HAIRCUT, type Visitor } from './support/visitor.ts';

const isDay = ({ text }: { text: string }) => /^\d+(🟢|🟡)$/u.test(text);
const isTime = ({ text }: { text: string }) => /^\d\d:\d\d$/.test(text);

const toManage = async (who: Visitor): Promise<void> => {
  await who.type('/start', '');
  await who.press(who.say('manage.open'), who.say('manage.title', { business: '' }).split('\n')[1] ?? '');
};

test('an owner finds a client, books for them, invites somebody, and takes the role away again', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  await studio.rows(
    `insert into staff (tenant_id, telegram_id, name, role) select tenant_id, $1, 'Emma', 'super_admin' from tenants`,
    [EMMA.id],
  );
  const [emma, anna] = [createVisitor(studio.as(EMMA), 'en'), createVisitor(studio.as(ANNA), 'ru')];

  await toManage(emma);
  await emma.press(emma.say('manage.create'), emma.say('manage.name_ask'));
  await emma.type('Zoe <b>Zett</b>', 'which telephone number?');
  await emma.type('8 (916) 123-45-67', 'Visits: 0');
  await emma.sees('+79161234567');
  await toManage(emma);
  await emma.press(emma.say('manage.find'), emma.say('manage.find_ask').split('\n')[0] ?? '');
  await emma.type('916 123', 'Found 1 client');
  await emma.press((button) => button.text.startsWith('Zoe'), 'Zoe <b>Zett</b>');
  await emma.press(emma.say('manage.book'), emma.say('services.title'));
  await emma.press((button) => Object.values(HAIRCUT).includes(button.text as never), emma.say('specialists.title'));
  const month = await emma.press(
    (button) => Object.values(BY_MARIA).includes(button.text as never),
    emma.say('month.pick'),
  );
  await emma.chat.tap('›');
  await emma.chat.waitFor(
    () => emma.chat.lastMessage('bot')?.inline_keyboard?.[0]?.[1]?.text !== month.inline_keyboard?.[0]?.[1]?.text,
  );
  await emma.press(isDay, 'please pick a time');
  await emma.press(isTime, emma.say('confirm.title'));
  await emma.press(emma.say('confirm.yes'), emma.say('staff_status.confirmed'));
  const booked = await studio.rows<{ name: string; status: string }>(
    `select clients.name, status from bookings join clients on clients.id = client_id where clients.phone = '+79161234567'`,
  );
  assert.deepEqual(booked, [{ name: 'Zoe <b>Zett</b>', status: 'confirmed' }]);

  await toManage(emma);
  await emma.press(emma.say('manage.staff'), 'work here');
  await emma.press(emma.say('manage.invite'), 'Whom shall we invite?');
  const link = await emma.press(emma.say('manage.invite_moderator'), 'Invitation: Moderator');
  const [, payload = ''] = /\?start=(\S+)/.exec(link.text) ?? [];
  assert.match(link.text, /https:\/\/t\.me\/studio_bot\?start=join_[\w-]{43}\n/);
  await anna.type('/start', '');
  assert.ok(
    !anna.chat
      .keyboard()
      .flat()
      .some(({ text }) => text === anna.say('manage.open')),
    'control: not yet',
  );
  await anna.type(`/start ${payload}`, 'Добро пожаловать в команду');
  await anna.press(anna.say('manage.open'), 'Что сделаем?');
  await anna.press(anna.say('manage.find'), 'Кого ищем?');
  await anna.type('Zoe', 'Нашёлся 1 клиент');
  await anna.type(`/start ${payload}`, 'Это приглашение не действует');

  const [{ id } = { id: '' }] = await studio.rows<{ id: string }>('select id from staff where telegram_id = $1', [
    ANNA.id,
  ]);
  assert.ok(id !== '');
  await anna.press(anna.say('manage.open'), 'Что сделаем?');
  await anna.press(anna.say('manage.find'), 'Кого ищем?');
  await toManage(emma);
  await emma.press(emma.say('manage.staff'), 'work here');
  await emma.press((button) => button.text.startsWith('Moderator · '), 'Moderator');
  await emma.press(emma.say('manage.remove'), 'Remove from the team?');
  await emma.chat.tap(emma.say('manage.remove_yes'));
  await emma.sees('work here');
  await anna.type('Zoe', anna.say('manage.not_yours'));
  assert.deepEqual(await studio.rows('select 1 from staff where telegram_id = $1', [ANNA.id]), []);
  studio.log.assertCalm();
});
