import { avatarColour, fullName, initials } from '../logic/avatar.ts';

type Named = { readonly id: number; readonly first_name: string; readonly last_name?: string };

type AvatarProps = { readonly of: Named; readonly kind: 'person' | 'bot'; readonly size: 's' | 'm' | 'l' };

/** Initials on a colour that belongs to the id: round for people, a rounded square for bots. */
export const Avatar = ({ of, kind, size }: AvatarProps) => (
  <span class={`avatar ${kind} size-${size} hue-${avatarColour(of.id)}`} aria-hidden="true">
    {initials(fullName(of))}
  </span>
);
