/**
 * The one way to name anything kept about a person or a chat. The bot comes first, always: the same person talks to
 * several businesses, and what one of them knows must never show in another.
 */
export const botKey = (bot_id: number, what: string, ...rest: readonly (string | number)[]): string =>
  rest.reduce<string>((key, part) => `${key}:${part}`, `${bot_id}:${what}`);
