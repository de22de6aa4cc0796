import { useEffect, useMemo } from 'preact/hooks';
import type { Action, AppState } from '../state/app-state.ts';
import type { Effects } from '../state/effects.ts';
import type { Store } from '../state/store.ts';
import { AppContext, createApp } from './app-context.ts';
import { Columns } from './columns.tsx';
import { AlertDialog, PageToasts } from './notices.tsx';
import { Sidebar } from './sidebar.tsx';
import { TopBar } from './top-bar.tsx';
import { PHONE, useMedia } from './use-media.ts';
import { useStoreState } from './use-store.ts';

type PageProps = { readonly store: Store<AppState, Action>; readonly effects: Effects };

/** The whole page. */
export const Page = ({ store, effects }: PageProps) => {
  const state = useStoreState(store);
  const app = useMemo(() => createApp(state, store.dispatch, effects), [state, store, effects]);
  const isPhone = useMedia(PHONE);
  const { screen } = state.layout;
  useBackButton(isPhone && screen === 'chat', () => store.dispatch({ type: 'to_list' }));
  useEffect(() => {
    document.documentElement.lang = state.language;
    document.documentElement.dataset['theme'] = state.theme;
    document.title = app.say('app_title');
  }, [state.language, state.theme, app]);
  return (
    <AppContext.Provider value={app}>
      <div class={`page ${isPhone ? `phone show-${screen}` : ''}`}>
        {(!isPhone || screen === 'list') && <TopBar />}
        {(!isPhone || screen === 'list') && <Sidebar />}
        {(!isPhone || screen === 'chat') && <Columns />}
        <PageToasts />
        <AlertDialog />
      </div>
    </AppContext.Provider>
  );
};

/** While a chat covers a phone's screen, the phone's own back button leads to the list. */
const useBackButton = (isCovering: boolean, toList: () => void) => {
  useEffect(() => {
    if (!isCovering) return undefined;
    if (!history.state?.okno) history.pushState({ okno: true }, '');
    addEventListener('popstate', toList);
    return () => removeEventListener('popstate', toList);
  }, [isCovering]);
};
