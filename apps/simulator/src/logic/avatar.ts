/** Up to two first letters of a name's words; letters of any script, one emoji at most counts as a letter. */
export const initials = (name: string): string => {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '');
  return letters.join('').toLocaleUpperCase() || '•';
};

export const AVATAR_COLOURS = 8;

/** Which of the colours an id has. The factor spreads ids that follow one another. */
export const avatarColour = (id: number): number => (Math.abs(id) * 5) % AVATAR_COLOURS;

/** First and last name as one reads them. */
export const fullName = (person: { readonly first_name: string; readonly last_name?: string }): string =>
  [person.first_name, person.last_name].filter(Boolean).join(' ');
