import assert from 'node:assert/strict';
import { test } from 'node:test';
import { international, joinContacts, mayDecideAbout, refuseMerge } from './rules.ts';

const nobody = { name: 'Ann', phone: null, email: null, telegram_id: null };

test('who remains keeps what they have and takes what they lack', () => {
  const survivor = { ...nobody, phone: '+1' };
  const other = { name: 'Anna', phone: '+2', email: 'a@b.example', telegram_id: 7 };
  assert.deepEqual(joinContacts(survivor, other), {
    taken: { email: 'a@b.example', telegram_id: 7 },
    lost: ['Anna', '+2'],
  });
  assert.deepEqual(joinContacts(survivor, survivor), { taken: {}, lost: [] });
});

const TWO = { phone: '+2', spellings: ['+2', '2'] };

test('a number that is vouched for stays, and the one before is lost', () => {
  const survivor = { ...nobody, phone: '+1' };
  assert.deepEqual(joinContacts(survivor, { ...nobody, phone: '2' }, TWO), { taken: { phone: '+2' }, lost: ['+1'] });
  assert.deepEqual(joinContacts(nobody, { ...nobody, phone: '2' }, TWO), { taken: { phone: '+2' }, lost: [] });
  assert.deepEqual(joinContacts({ ...nobody, phone: '2' }, nobody, TWO), { taken: { phone: '+2' }, lost: [] });
});

test('two people in Telegram, or on two chairs of one session, are not one person', () => {
  const [known, unknown] = [{ telegram_id: 1 }, { telegram_id: null }];
  assert.equal(refuseMerge(known, { telegram_id: 2 }, []), 'both_have_telegram');
  assert.equal(refuseMerge(known, unknown, [{ ahead: true }, { ahead: false }]), 'same_session');
  assert.equal(refuseMerge(unknown, known, [{ ahead: true }]), null);
});

test('Telegram leaves the plus out', () => {
  assert.equal(international('79161234567'), '+79161234567');
  assert.equal(international('+4930123456'), '+4930123456');
});

test('only clients themselves and the administrator decide about what is kept', () => {
  const who = (role: 'client' | 'specialist' | 'moderator' | 'super_admin', client_id: string | null) => ({
    role,
    client_id,
  });
  assert.ok(mayDecideAbout(who('client', 'a'), 'a'));
  assert.ok(mayDecideAbout(who('super_admin', null), 'a'));
  for (const role of ['client', 'specialist', 'moderator'] as const) assert.ok(!mayDecideAbout(who(role, 'b'), 'a'));
});
