import type { ComponentChildren, JSX } from 'preact';

const PATHS = {
  attach: 'M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8L9.8 17.3a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4',
  arrow_down: 'M12 5v14M6 13l6 6 6-6',
  back: 'M15 5l-7 7 7 7',
  beside: 'M4 5h16v14H4zM12 5v14',
  bot: 'M5 9h14v10H5zM12 9V5M9 14h.01M15 14h.01',
  card: 'M3 6h18v12H3zM3 10h18M7 14.5h4',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2',
  close: 'M6 6l12 12M18 6L6 18',
  contact: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  keyboard: 'M3 7h18v11H3zM7 11h.01M11 11h.01M15 11h.01M8 14.5h8',
  link: 'M9 7h8v8M17 7L7 17',
  menu: 'M12 5.5h.01M12 12h.01M12 18.5h.01',
  moon: 'M20 14.5A8.2 8.2 0 0 1 9.5 4 8.2 8.2 0 1 0 20 14.5z',
  person_add: 'M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 20.5c.8-4 3.5-5.5 7-5.5s6.2 1.5 7 5.5M19 7v6M16 10h6',
  reply: 'M9 5.5l-5 5 5 5M4 10.5h9a7 7 0 0 1 7 7',
  retry: 'M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4',
  slash: 'M14.5 5l-5 14',
  stop: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon in the colour of the text around it; silent for screen readers, whose words stand on the button. */
export const Icon = ({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) => (
  <Drawing size={size}>
    <path d={PATHS[name]} />
  </Drawing>
);

export const SendIcon = () => (
  <Drawing size={20} class="filled">
    <path d="M3.5 20.3 21.5 12 3.5 3.7l-.01 6.5L15 12 3.49 13.8z" />
  </Drawing>
);

/** Two ticks: the emulator has it. */
export const SentIcon = () => (
  <svg class="icon ticks" viewBox="0 0 20 12" width="16" height="10" aria-hidden="true">
    <path d="M1.5 6.5 5 10l7.5-8M9 9.3l.8.7 7.7-8" />
  </svg>
);

/** The page's mark: an arched window. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <rect width="32" height="32" rx="9" />
    <path d="M8 14a8 8 0 0 1 16 0v10H8zM16 6v18M8 15.5h16" />
  </svg>
);

/** The tail of a run's last bubble, on its outer side. */
export const Tail = () => (
  <svg class="tail" viewBox="0 0 9 16" width="9" height="16" aria-hidden="true">
    <path d="M0 0v16h8.3c.7 0 .9-.8.3-1.2C4.4 12.4 1 8 1 0z" />
  </svg>
);

type DrawingProps = { readonly size: number; readonly children: ComponentChildren; readonly class?: string };

const Drawing = ({ size, children, class: more = '' }: DrawingProps): JSX.Element => (
  <svg class={`icon ${more}`} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
    {children}
  </svg>
);
