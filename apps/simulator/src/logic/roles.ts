import type { Say, TextId } from '../texts.ts';

const ROLES: Readonly<Record<string, TextId>> = {
  client: 'role_client',
  specialist: 'role_specialist',
  moderator: 'role_moderator',
  super_admin: 'role_owner',
};

/** A role in words; what nobody has a word for is shown as it is. */
export const roleText = (role: string | undefined, say: Say): string | undefined => {
  if (role === undefined) return undefined;
  const text = ROLES[role];
  return text === undefined ? role : say(text);
};
