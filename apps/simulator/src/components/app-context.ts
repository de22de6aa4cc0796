import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { namedFor } from '../logic/authors.ts';
import { type DateLabels, dateLabels } from '../logic/dates.ts';
import type { Action, AppState } from '../state/app-state.ts';
import type { Effects } from '../state/effects.ts';
import { type Say, sayIn } from '../texts.ts';

/** What every component may use; made anew when the state changes. */
export type App = {
  readonly state: AppState;
  readonly dispatch: (action: Action) => void;
  readonly effects: Effects;
  readonly say: Say;
  readonly dates: DateLabels;
  /** The emulator's clock, in Unix milliseconds. */
  readonly now: () => number;
};

export const AppContext = createContext<App | undefined>(undefined);

export const useApp = (): App => {
  const app = useContext(AppContext);
  if (!app) throw new Error('useApp is called outside of the page');
  return app;
};

const labels = { ru: dateLabels('ru-RU'), en: dateLabels('en-GB') };

export const createApp = (given: AppState, dispatch: App['dispatch'], effects: Effects): App => ({
  state: { ...given, world: namedFor(given.world, given.language) },
  dispatch,
  effects,
  say: sayIn(given.language),
  dates: labels[given.language],
  now: () => Date.now() + given.world.clock.ahead_ms,
});
