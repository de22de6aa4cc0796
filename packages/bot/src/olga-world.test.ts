import type { World } from './world.test.ts';

/** What the buttons say under the newest message that Olga sees. */
export const labels = ({ olga }: World): string[] =>
  olga
    .keyboard()
    .flat()
    .map(({ text }) => text);

/** Olga goes from her bookings to one of her series; gives what is said there. */
export const openSeries = async (
  { olga, shows }: World,
  { bookings, name }: { bookings: string; name: string | RegExp },
): Promise<string> => {
  await olga.type('/my');
  await shows(bookings);
  await olga.tap('🔁 Series');
  await shows('Your recurring visits');
  await olga.tap(name);
  return (await shows('Recurring visits')).text;
};
