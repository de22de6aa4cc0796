import type { WorldView } from '../api/protocol.ts';
import { languageFor } from '../texts.ts';
import type { AppState } from './app-state.ts';
import { type ChatKey, chatKey } from './chat-key.ts';
import { firstColumns, type Layout, prune } from './layout.ts';
import type { Saved } from './saved.ts';
import { unknownWorld } from './world.ts';

/** The page as it begins: what was saved, the browser's languages, and the chats its address asks for. */
export const firstState = (saved: Saved, languages: readonly string[], asked: readonly ChatKey[]): AppState => {
  const columns = asked.length > 0 ? asked : saved.columns;
  return {
    world: unknownWorld,
    connected: false,
    layout: {
      columns,
      active: asked.length > 0 ? 0 : Math.max(0, Math.min(saved.active, columns.length - 1)),
      screen: asked.length > 0 ? 'chat' : 'list',
    },
    read: saved.read,
    notices: [],
    theme: saved.theme,
    language: saved.language ?? languageFor(languages),
    hint_closed: saved.hint_closed,
  };
};

export type Screen = 'phone' | 'narrow' | 'wide';

/**
 * The layout once the world is known: without chats that cannot exist, and not empty on a first visit. A phone has
 * one column; wherever there is room for the list beside the chats, the chats are seen.
 */
export const layoutFor = (layout: Layout, world: WorldView, view: { screen: Screen; language: string }): Layout => {
  const pairs = world.bots.flatMap((bot) =>
    world.people.map((person) => chatKey({ bot_id: bot.id, person_id: person.id })),
  );
  const kept = fitted(prune(layout, new Set(pairs)), view.screen);
  const bot = world.bots[0];
  if (kept.columns.length > 0 || !bot) return kept;
  const wanted = { isWide: view.screen === 'wide', language: view.language };
  return { ...kept, columns: firstColumns(world.people, bot.id, wanted), active: 0 };
};

const fitted = (layout: Layout, screen: Screen): Layout => {
  if (screen !== 'phone') return { ...layout, screen: 'chat' };
  return { ...layout, columns: layout.columns.slice(layout.active, layout.active + 1), active: 0 };
};

/** What is worth remembering of a state. */
export const savedOf = (state: AppState): Saved => ({
  columns: state.layout.columns,
  active: state.layout.active,
  theme: state.theme,
  language: state.language,
  hint_closed: state.hint_closed,
  read: state.read,
});
