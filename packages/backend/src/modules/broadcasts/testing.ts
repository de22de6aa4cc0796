import type { Actions, Delivery, Input, Message, Turns } from '@okno/contract';
import type { TestBackend } from '../../test-support/backend.ts';
import { createPostman } from '../../test-support/post.ts';
import { OWNER, openStudio, type Studio } from '../../test-support/studio.ts';
import type { Post } from '../bookings/index.ts';
import { sendBroadcast } from './jobs.ts';

/** In the morning, when nobody minds. */
export const MORNING = '2031-03-03T10:00:00Z';

/** People who have a chat with the business, from 10,001 on; written down at once. */
export const addPeople = async ({ rows }: TestBackend, studio: Studio, count: number): Promise<void> => {
  const { tenant_id, bot_id } = studio;
  await rows(
    `insert into clients (tenant_id, telegram_id, name) select $1, 10000 + n, 'Person ' || n from generate_series(1, $2::int) n`,
    [tenant_id, count],
  );
  await rows(
    `insert into chats (tenant_id, bot_id, telegram_id, language)
      select $1, $2, 10000 + n, case when n % 2 = 0 then 'ru' else 'en' end from generate_series(1, $3::int) n`,
    [tenant_id, bot_id, count],
  );
};

type Draft = Partial<Input<Actions['broadcasts.create']>>;

/** A business with people, a draft of its owner, and a worker of which the test is the engine. */
export const openBroadcast = async (
  world: TestBackend,
  {
    people = 3,
    draft = {},
    post = {},
    studio: known,
  }: {
    people?: number;
    draft?: Draft;
    post?: Partial<Post>;
    studio?: Studio;
  } = {},
) => {
  const studio = known ?? (await openStudio(world));
  await addPeople(world, studio, people);
  const owner = studio.as(OWNER);
  const { id } = await owner('broadcasts.create', { texts: { en: 'Hello, {name}!' }, ...draft });
  const postman = createPostman();
  const send = sendBroadcast(world.backend.inTenant, { ...postman, ...post });
  /** Attends to it once, as the delivery `n`. */
  const visit = (n = 1) => {
    const delivery = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    return send({ tenant_id: studio.tenant_id, id: delivery, kind: 'broadcast', due_id: id, attempt: 1 });
  };
  const progress = async () => (await owner('broadcasts.get', { id })).progress;
  const status = async () => (await owner('broadcasts.get', { id })).status;
  const plans = async () => {
    const due = await world.rows<{ at: string }>(
      `select to_char(fire_at at time zone 'UTC', 'DD HH24:MI') as at from due where id = $1 order by fire_at`,
      [id],
    );
    return due.map(({ at }) => at);
  };
  return { studio, owner, id, postman, visit, progress, status, plans };
};

/** Somebody answers for Telegram, and says whom they were given. */
export const answering = (answer: (message: Message, isLate: () => boolean) => Promise<Delivery>) => {
  const given: number[] = [];
  const deliver: Post['deliver'] = (message, isLate) => {
    given.push(message.telegram_id);
    return answer(message, isLate);
  };
  return { given, deliver };
};

export const SENT: Delivery = { status: 'sent', message_id: 1 };

/** Everybody's turn comes at once until `most` have had theirs; then the process ends. */
export const turnsFor = (most: number): Turns => {
  let taken = 0;
  return {
    take: () => 0,
    wait: async () => {
      taken += 1;
      return 0;
    },
    isOver: () => taken > most,
  };
};
