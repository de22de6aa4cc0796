type Command = { readonly command: string; readonly description: string };

/** The commands a draft may be about to name: all for `/`, those that begin so for `/bo`, none for other texts. */
export const suggestedCommands = (draft: string, commands: readonly Command[]): readonly Command[] => {
  const typed = /^\/(\w*)$/.exec(draft)?.[1];
  return typed === undefined ? [] : commands.filter(({ command }) => command.startsWith(typed.toLowerCase()));
};
