import { createHmac } from 'node:crypto';

/** What Telegram hands to a Mini App of the bot with this token; `auth_date` in Unix seconds. */
export const createInitData = (token: string, { user, auth_date }: { user: object; auth_date: number }): string => {
  const fields = { auth_date: String(auth_date), query_id: 'AAE', user: JSON.stringify(user) };
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  const signed = `auth_date=${fields.auth_date}\nquery_id=${fields.query_id}\nuser=${fields.user}`;
  const hash = createHmac('sha256', secret).update(signed).digest('hex');
  return new URLSearchParams({ ...fields, hash }).toString();
};
