import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notice } from '@okno/contract';
import { HAIRCUT, uuid } from './fake-backend.test.ts';
import { noticeOf, START, startedWorld } from './notice-world.test.ts';

const BEFORE: NonNullable<Notice['before']> = {
  starts_at: '2026-03-04T07:00:00Z',
  ends_at: '2026-03-04T08:00:00Z',
  time_zone: 'Europe/Moscow',
  specialist: { id: uuid(12), name: 'Boris' },
};

test('a visit moved by the business changes the card and is announced with what it was before', async () => {
  await using world = await startedWorld();
  const booking = world.backend.book({ service_id: HAIRCUT, starts_at: START });
  await world.deliver(noticeOf(booking, {}));
  const message_id = world.olga.lastMessage('bot')?.message_id ?? 0;
  const moved = { ...booking, starts_at: '2026-03-06T09:00:00Z', ends_at: '2026-03-06T10:00:00Z' };
  await world.deliver(noticeOf(moved, { kind: 'booking_moved', message_id, before: BEFORE }));
  assert.deepEqual(world.methods().slice(-2), ['editMessageText', 'sendMessage']);
  const { text = '' } = world.olga.lastMessage('bot') ?? {};
  assert.match(text, /Your visit has been moved/);
  assert.match(text, /6 March[\s\S]*12:00[\s\S]*Before: [^\n]*4 March[^\n]*10:00, Boris/);
});

test('a client who moved their visit themselves sees it on the card and hears nothing more', async () => {
  await using world = await startedWorld();
  const booking = world.backend.book({ service_id: HAIRCUT, starts_at: START });
  await world.deliver(noticeOf(booking, {}));
  const message_id = world.olga.lastMessage('bot')?.message_id ?? 0;
  world.emulator.clearCalls();
  const moved = { ...booking, starts_at: '2026-03-06T09:00:00Z' };
  await world.deliver(noticeOf(moved, { kind: 'booking_moved', message_id, before: BEFORE, own_doing: true }));
  assert.deepEqual(world.methods(), ['editMessageText']);
});

test('a specialist is told of a move, and of a visit that went to a colleague', async () => {
  await using world = await startedWorld();
  const booking = world.backend.book({ service_id: HAIRCUT, starts_at: START, specialist_id: uuid(12) });
  const told = async (specialist: { id: string; name: string }) => {
    const before = { ...BEFORE, specialist };
    await world.deliver(noticeOf(booking, { kind: 'booking_moved', audience: 'specialist', before }));
    return world.olga.lastMessage('bot')?.text ?? '';
  };
  const own = await told(booking.specialist);
  assert.match(own, /Booking moved[\s\S]*5 March[\s\S]*Before: [^\n]*4 March/);
  const left = await told({ id: uuid(11), name: 'Anna' });
  assert.match(left, /given to another specialist: Boris/);
  assert.match(left, /4 March/);
  assert.doesNotMatch(left, /5 March/);
});

test('who comes and who gives the visit read where it takes place, when it needs a room', async () => {
  await using world = await startedWorld();
  const booking = world.backend.book({ service_id: HAIRCUT, starts_at: START });
  const told = async (room: { id: string; name: string } | null, audience: 'client' | 'specialist') => {
    await world.deliver(noticeOf({ ...booking, room }, { audience }));
    return world.olga.lastMessage('bot')?.text ?? '';
  };
  for (const audience of ['client', 'specialist'] as const) {
    assert.match(await told({ id: uuid(99), name: 'Blue <room>' }, audience), /🚪 Blue <room>/);
    assert.doesNotMatch(await told(null, audience), /🚪/);
  }
});

test('a hold is a card that says until when, and its end is told', async () => {
  await using world = await startedWorld();
  const booking = world.backend.book({ service_id: HAIRCUT, starts_at: START });
  const held = { ...booking, status: 'held' as const, held_until: '2026-03-02T07:10:00Z' };
  const { message_id = 0 } = { ...(await world.deliver(noticeOf(held, { kind: 'booking_held' }))) } as never;
  assert.match(world.olga.lastMessage('bot')?.text ?? '', /held for you[\s\S]*until 10:10/);
  const over = { ...booking, status: 'cancelled' as const };
  await world.deliver(noticeOf(over, { kind: 'hold_expired', message_id }));
  assert.deepEqual(world.methods().slice(-2), ['editMessageText', 'sendMessage']);
  assert.match(world.olga.lastMessage('bot')?.text ?? '', /The time has run out/);
});
