import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deepLink, hrefOf, safeHref } from './links.ts';

const bots = [{ id: 7, username: 'Okno_demo_bot', first_name: 'Okno', commands: [], translations: {} }];

test('a script is no address', () => {
  assert.equal(safeHref('javascript:alert(1)'), undefined);
  assert.equal(safeHref('data:text/html,x'), undefined);
  assert.equal(safeHref('not an address'), undefined);
});

test('a bare domain is opened over https', () => {
  assert.equal(safeHref('okno.example/a'), 'https://okno.example/a');
});

test('an entity leads where its type says', () => {
  const entity = (type: string) => ({ type, offset: 0, length: 1 });
  assert.equal(hrefOf(entity('email'), 'a@b.example'), 'mailto:a@b.example');
  assert.equal(hrefOf(entity('phone_number'), '+7 (900) 000-00-00'), 'tel:+79000000000');
  assert.equal(hrefOf({ ...entity('text_link'), url: 'https://a.example/' }, 'here'), 'https://a.example/');
  assert.equal(hrefOf(entity('bold'), 'https://a.example/'), undefined);
});

test('a link to a bot of the emulator starts it with its parameter', () => {
  assert.deepEqual(deepLink('https://t.me/okno_demo_bot?start=svc_1', bots), { bot_id: 7, text: '/start svc_1' });
  assert.deepEqual(deepLink('tg://resolve?domain=okno_demo_bot', bots), { bot_id: 7, text: '/start' });
});

test('a link to anything else is no deep link', () => {
  assert.equal(deepLink('https://t.me/other_bot?start=1', bots), undefined);
  assert.equal(deepLink('https://example.org/okno_demo_bot', bots), undefined);
});
