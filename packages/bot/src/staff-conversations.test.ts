import assert from 'node:assert/strict';
import { ANNA, HAIRCUT, uuid } from './fake-backend.test.ts';
import { noticeOf } from './notice-world.test.ts';
import { conversation, type Scene } from './recorder.test.ts';

/** A haircut with Anna, at the clock of the salon. */
const book = ({ world }: Scene, time: string, day = '2026-03-02') =>
  world.backend.book({
    service_id: HAIRCUT,
    specialist_id: ANNA,
    starts_at: new Date(`${day}T${time}:00+03:00`).toISOString(),
  });

conversation(
  'staff-visit',
  async (scene) => {
    const { start, tap, type, label } = scene;
    book(scene, '10:00');
    book(scene, '12:00');
    scene.world.backend.staff.notes.push('Allergic to walnut oil');
    await start();
    await tap(label('menu.agenda'));
    await tap(/^10:00 Olga/);
    await tap(label('staff.missed'));
    await tap(label('staff.came_after_all'));
    await tap(label('staff.history'));
    await tap(label('staff.to_visit'));
    await tap(/^‹ .* 2 /);
    await tap(/^12:00 Olga/);
    await tap(label('staff.move'));
    await tap('5🟢');
    await tap('11:00');
    await tap(label('moving.yes'));
    await tap(label('staff.cancel'));
    await tap(label('staff.with_reason'));
    await type('The water is off in the whole street');
    await tap(label('staff.show'));
    await tap(label('staff.history'));
  },
  { staff: true },
);

conversation(
  'staff-late',
  async (scene) => {
    const { type, tap, label, meanwhile, world, language } = scene;
    const visit = book(scene, '12:00');
    const quiet = book(scene, '13:00');
    world.backend.bookings.set(quiet.id, { ...quiet, client: { ...quiet.client, name: 'Ada', phone: null } });
    await type('/late');
    await tap(label('running.minutes', { count: 20 }));
    await tap(/^📨/);
    await tap(label('running.other'));
    await tap(label('running.minutes', { count: 20 }));
    await meanwhile('what the client reads', async () => {
      const told = { ...noticeOf(visit, { kind: 'running_late', late_minutes: 20 }), language };
      assert.equal((await world.deliver(told)).status, 'sent');
    });
  },
  { staff: true },
);

conversation(
  'staff-day-off',
  async (scene) => {
    const { type, tap, label } = scene;
    book(scene, '10:00', '2026-03-04');
    book(scene, '12:00', '2026-03-04');
    await type('/off');
    await tap(label('off.pick'));
    await tap('3🟢');
    await tap('4🟡');
    await tap(/^🔁 .*10:00/);
    await tap(/ 5 .*, 10:00$/);
    await tap(label('moving.yes'));
    await tap(label('off.cancel_all', { count: 1 }));
    await tap(label('off.yes_cancel', { count: 1 }));
    await tap(label('staff.off'));
    await tap(/^🏖 .*–/);
    await tap(label('off.remove'));
    book(scene, '14:00', '2026-03-03');
    await tap(label('off.tomorrow'));
    await tap(label('off.keep', { days: 1 }));
    await type('/week');
  },
  { staff: true },
);

conversation(
  'staff-day-off-asking',
  async (scene) => {
    const { type, tap, label, meanwhile, world, language } = scene;
    const visit = book(scene, '10:00', '2026-03-03');
    const quiet = book(scene, '12:00', '2026-03-03');
    world.backend.bookings.set(quiet.id, { ...quiet, client: { id: uuid(72), name: 'Ada', phone: null } });
    await type('/off');
    await tap(label('off.tomorrow'));
    await tap(label('off_asking.ask', { count: 2 }));
    await tap(/^✅/);
    await meanwhile('what the client reads', async () => {
      const slot = { starts_at: '2026-03-04T07:00:00Z', ends_at: '2026-03-04T08:00:00Z', specialist_id: ANNA };
      const told = noticeOf(visit, { kind: 'move_asked', nearest: [{ ...slot, seats_left: 1 }] });
      assert.equal((await world.deliver({ ...told, language })).status, 'sent');
    });
    await tap(/ 4 .*10:00$/);
    await tap(label('moving.yes'));
  },
  { staff: true },
);

conversation(
  'staff-series',
  async (scene) => {
    const { start, tap, label, world } = scene;
    world.backend.office.addClient({ id: uuid(21), name: 'Olga', telegram_id: 77, reachable: true });
    book(scene, '12:00');
    book(scene, '12:00', '2026-03-16');
    await start();
    await tap(label('menu.agenda'));
    await tap(label('staff.series'));
    await tap(/^‹ .* 2 /);
    await tap(/^12:00 Olga/);
    await tap(label('staff.regular'));
    await tap(label('regular.on_weekdays'));
    await tap(label('menu.back'));
    await tap(label('regular.every_week'));
    await tap(label('regular.times', { count: 4 }));
    await tap(label('regular.otherwise'));
    await tap(label('regular.every_fortnight'));
    await tap(label('regular.endless'));
    await tap(label('menu.back'));
    await tap(label('menu.back'));
    await tap(label('regular.every_week'));
    await tap(label('regular.times', { count: 8 }));
    await tap(label('regular.leave_out', { count: 1 }));
    await tap(label('regular.show'));
    await tap(label('staff_series.back'));
  },
  { staff: true },
);

conversation(
  'staff-everybody',
  async (scene) => {
    const { start, tap, label } = scene;
    book(scene, '12:00');
    await start();
    await tap(label('staff.everybody'));
    await tap('Anna');
    await tap(label('staff.series'));
    await tap(/^‹ .* 2 /);
    await tap(label('staff.everybody'));
    await tap(label('staff.week'));
  },
  { staff: 'moderator' },
);

conversation(
  'client-booked-for',
  async (scene) => {
    const { start, tap, type, label, world } = scene;
    world.backend.office.addClient({ name: 'Vera', phone: '+79991112233', telegram_id: 77 });
    await start();
    await tap(label('manage.open'));
    await tap(label('manage.find'));
    await type('Vera');
    await tap(/^Vera/);
    await tap(label('manage.book'));
    await tap('Haircut');
    await tap('Anna');
    await tap('5🟢');
    await tap('12:00');
    await tap(label('confirm.yes'));
    await tap(label('staff.move'));
    await tap('6🟢');
    await tap('11:00');
    await tap(label('moving.yes'));
    await tap(label('staff.cancel'));
    await tap(label('staff.yes_cancel'));
    await tap(label('manage.to_client'));
    await type('/cancel');
  },
  { role: 'super_admin' },
);
