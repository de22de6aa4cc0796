import type { PersonView } from '../api/protocol.ts';
import { roleText } from '../logic/roles.ts';
import { useApp } from './app-context.ts';

/** As what a person comes to the business: client, specialist, owner. Nothing where the emulator was not told. */
export const Role = ({ of }: { readonly of: PersonView }) => {
  const { say } = useApp();
  const text = roleText(of.role, say);
  return text === undefined ? null : <span class={`role ${of.role === 'client' ? '' : 'staff'}`}>{text}</span>;
};
