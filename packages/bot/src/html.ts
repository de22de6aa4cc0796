/** Makes any text safe inside Telegram's HTML: what people and tenants typed must not become markup. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type Values = Record<string, string | number>;

/** The same for all values of a text; numbers stay numbers, plurals need them. */
export const escapeValues = (values: Values): Values => {
  const escaped: Values = {};
  for (const name of Object.keys(values)) {
    const value = values[name] ?? '';
    escaped[name] = typeof value === 'string' ? escapeHtml(value) : value;
  }
  return escaped;
};

/** What can be seen of Telegram's HTML, without its tags. */
export const plainOf = (html: string): string =>
  html
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
