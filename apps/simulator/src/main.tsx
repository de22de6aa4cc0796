import './styles/index.css';
import { render } from 'preact';
import { apiRoot } from './api/api-root.ts';
import { follow } from './api/live.ts';
import { createPeopleApi } from './api/people-api.ts';
import type { WorldView } from './api/protocol.ts';
import { Page } from './components/page.tsx';
import { PHONE, WIDE } from './components/use-media.ts';
import { reduceApp } from './state/app-state.ts';
import { isChatKey } from './state/chat-key.ts';
import { createEffects } from './state/effects.ts';
import { columnsIn } from './state/layout.ts';
import { parseSaved, SAVED_KEY } from './state/saved.ts';
import { firstState, layoutFor, type Screen, savedOf } from './state/session.ts';
import { createStore } from './state/store.ts';
import { pageStorage } from './storage.ts';
import { sayIn } from './texts.ts';
import { followViewport } from './viewport.ts';

const screenNow = (): Screen => {
  if (matchMedia(PHONE).matches) return 'phone';
  return matchMedia(WIDE).matches ? 'wide' : 'narrow';
};

const start = (page: HTMLElement) => {
  const storage = pageStorage();
  const root = apiRoot(location.search);
  const asked = columnsIn(new URLSearchParams(location.search).get('open') ?? '');
  const store = createStore(
    reduceApp,
    firstState(parseSaved(storage?.getItem(SAVED_KEY) ?? null), navigator.languages, asked),
  );
  const api = createPeopleApi(root, (url, init) => fetch(url, init));
  const effects = createEffects(store, {
    api,
    deviceNow: Date.now,
    copyText: (text) => navigator.clipboard.writeText(text),
  });

  const onWorld = (world: WorldView) => {
    store.dispatch({ type: 'world', world, device_now: Date.now() });
    const { layout, language, world: known } = store.get();
    store.dispatch({ type: 'layout', layout: layoutFor(layout, world, { screen: screenNow(), language }) });
    for (const [key, chat] of Object.entries(known.chats)) {
      if (chat.messages && isChatKey(key)) void effects.loadChat(key);
    }
  };
  follow(
    { open: () => new EventSource(`${root}/events`), state: api.state },
    {
      onWorld,
      onEvent: (event) => store.dispatch({ type: 'event', event, device_now: Date.now() }),
      onConnection: (connected) => store.dispatch({ type: 'connection', connected }),
    },
  );
  store.subscribe(() => storage?.setItem(SAVED_KEY, JSON.stringify(savedOf(store.get()))));
  const tell = (reason: unknown) =>
    effects.notice({ kind: 'error', text: sayIn(store.get().language)('error_page', { reason: String(reason) }) });
  addEventListener('error', (event) => tell(event.message));
  addEventListener('unhandledrejection', (event) => tell(event.reason));
  followViewport();
  render(<Page store={store} effects={effects} />, page);
};

const page = document.getElementById('page');
if (page) start(page);
