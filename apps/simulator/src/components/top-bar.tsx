import type { Theme } from '../state/saved.ts';
import { useApp } from './app-context.ts';
import { ClockControl, ClockSteps } from './clock-control.tsx';
import { Icon, type IconName, Mark } from './icons.tsx';

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };
const THEME_ICON: Readonly<Record<Theme, IconName>> = { auto: 'system', light: 'sun', dark: 'moon' };

/** The page's name, the emulator's clock, and how the page looks and speaks. */
export const TopBar = () => {
  const { state, say, dispatch } = useApp();
  const { theme, language } = state;
  const themeLabel = say(`theme_${theme}`);
  return (
    <header class="top-bar">
      <div class="brand">
        <Mark />
        <h1>
          {language === 'ru' ? 'Окно' : 'Okno'} <span>{say('simulator')}</span>
        </h1>
      </div>
      <div class="top-clock">
        <ClockControl />
        <ClockSteps quick />
      </div>
      <div class="top-tools">
        {!state.connected && (
          <span class="connecting-chip" role="status">
            {say('connecting')}
          </span>
        )}
        <button
          type="button"
          class="icon-button language"
          lang={language === 'ru' ? 'en' : 'ru'}
          aria-label={say('switch_language')}
          title={say('switch_language')}
          onClick={() => dispatch({ type: 'language', language: language === 'ru' ? 'en' : 'ru' })}
        >
          {language.toUpperCase()}
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={themeLabel}
          title={themeLabel}
          onClick={() => dispatch({ type: 'theme', theme: NEXT_THEME[theme] })}
        >
          <Icon name={THEME_ICON[theme]} />
        </button>
      </div>
    </header>
  );
};
