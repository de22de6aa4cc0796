import { useCallback, useRef, useState } from 'preact/hooks';
import {
  fromLocalInput,
  isMoved,
  ONE_DAY_MS,
  ONE_HOUR_MS,
  offsetLabel,
  toLocalInput,
  tomorrowAtNine,
} from '../logic/clock.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icons.tsx';
import { useDismiss } from './use-dismiss.ts';
import { useNow } from './use-now.ts';

/** The emulator's clock; pressed, it opens what moves it. `compact` shows the time only. */
export const ClockControl = ({ compact = false }: { readonly compact?: boolean }) => {
  const { state, say, dates } = useApp();
  const now = useNow();
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  useDismiss(box, open, close);
  const { offset_ms } = state.world.clock;
  const offset = offsetLabel(offset_ms, { day: say('day_unit'), hour: say('hour_unit'), minute: say('minute_unit') });
  const label = `${say('clock')}: ${dates.full(now)} ${dates.zone(now)}${offset && `, ${say('clock_moved', { offset })}`}`;
  return (
    <div class={`clock ${compact ? 'compact' : ''}`} ref={box}>
      <button
        type="button"
        class={`clock-face ${isMoved(offset_ms) ? 'moved' : ''}`}
        aria-label={label}
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
      >
        <Icon name="clock" size={16} />
        {!compact && <span class="clock-date">{dates.dateShort(now)}</span>}
        <span class="clock-time">{dates.time(now)}</span>
        <span class="clock-zone">{dates.zone(now)}</span>
        {offset && <span class="clock-offset">{offset}</span>}
      </button>
      {open && <ClockPanel now={now} onClose={close} />}
    </div>
  );
};

const ClockPanel = ({ now, onClose }: { readonly now: number; readonly onClose: () => void }) => {
  const { state, say, effects, dates } = useApp();
  const [exact, setExact] = useState(toLocalInput(now));
  const set = (event: Event) => {
    event.preventDefault();
    const instant = fromLocalInput(exact);
    if (instant !== undefined) void effects.setClock(instant);
  };
  return (
    <div class="popover clock-panel" role="dialog" aria-label={say('clock')}>
      <p class="clock-now">{dates.full(now)}</p>
      <p class="clock-hint">
        {say('clock_zone', { zone: dates.zone(now) })} {say('clock_hint')}
      </p>
      <ClockSteps />
      <form class="clock-exact" onSubmit={set}>
        <input
          type="datetime-local"
          required
          aria-label={say('exact_time')}
          value={exact}
          onInput={(event) => setExact(event.currentTarget.value)}
        />
        <button type="submit" class="button">
          {say('set_clock')}
        </button>
      </form>
      {isMoved(state.world.clock.offset_ms) && (
        <button type="button" class="button amber" onClick={() => [void effects.resetClock(), onClose()]}>
          {say('back_to_now')}
        </button>
      )}
    </div>
  );
};

/** The usual moves; `quick` shows the two short ones, as they stand beside the clock. */
export const ClockSteps = ({ quick = false }: { readonly quick?: boolean }) => {
  const { say, effects, now } = useApp();
  const steps = [
    { text: say('plus_hour'), move: () => effects.advanceClock(ONE_HOUR_MS) },
    { text: say('plus_day'), move: () => effects.advanceClock(ONE_DAY_MS) },
    { text: say('tomorrow_nine'), move: () => effects.setClock(tomorrowAtNine(now())) },
  ];
  return (
    <div class={`clock-steps ${quick ? 'quick' : ''}`}>
      {steps.slice(0, quick ? 2 : 3).map(({ text, move }) => (
        <button key={text} type="button" class="button" onClick={() => void move()}>
          {text}
        </button>
      ))}
    </div>
  );
};
