/** Where the server that also serves this page answers for people. */
const PEOPLE_API = '/telegram/people';

/**
 * The address of the people API, without a slash at its end. `?api=…` points the page at another emulator while
 * one develops.
 */
export const apiRoot = (search: string): string => {
  const asked = new URLSearchParams(search).get('api');
  return (asked ?? PEOPLE_API).replace(/\/+$/, '');
};
