import { testWorld } from './world.test.ts';

type Options = Parameters<typeof testWorld>[0];

/** A salon run by Olga, with a client who bears a name that looks like markup. */
export const office = async (options: Options = {}) => {
  const world = await testWorld({ role: 'super_admin', ...options });
  const client = world.backend.office.addClient({ name: 'Vera <b>Bold</b>', phone: '+79991112233', telegram_id: 77 });
  const manage = async () => {
    await world.olga.start();
    await world.shows('This is Salon.');
    await world.olga.tap('🛠 Manage');
    await world.shows('What shall we do?');
  };
  /** On to the card of the client. */
  const card = async (search = 'Vera') => {
    await manage();
    await world.olga.tap('🔎 Find a client');
    await world.shows('Whom are you looking for?');
    await world.olga.type(search);
    await world.shows('Found 1 client');
    await world.olga.tap((button) => button.text.startsWith('Vera'));
    return world.shows('Visits:');
  };
  return { ...world, client, manage, card };
};
