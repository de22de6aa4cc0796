import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { createPin, type Pin } from '../logic/pin.ts';

export type PinnedScroll = {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** The reader has scrolled up. */
  readonly away: boolean;
  readonly toEnd: (behavior: 'instant' | 'smooth') => void;
};

/** The first message that the reader sees from its beginning must not move while others change. */
const holdFirstSeen = (box: HTMLElement): (() => number) | undefined => {
  const frame = box.getBoundingClientRect();
  for (const message of box.querySelectorAll('.message')) {
    const { top } = message.getBoundingClientRect();
    if (top < frame.top) continue;
    if (top >= frame.bottom) return undefined;
    return () => (message.isConnected ? message.getBoundingClientRect().top - top : 0);
  }
  return undefined;
};

/** What a reader does to take hold of the log. */
const GRIPS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

const watch = (box: HTMLElement, content: HTMLElement, pin: Pin): (() => void) => {
  const resizes = new ResizeObserver(pin.changed);
  resizes.observe(box);
  resizes.observe(content);
  // Sooner than the next frame: an edit measures itself, and that may cut the position before anything is drawn.
  const edits = new MutationObserver(pin.changed);
  edits.observe(content, { childList: true, characterData: true, subtree: true });
  box.addEventListener('scroll', pin.scrolled, { passive: true });
  for (const end of ['scrollend', ...GRIPS]) box.addEventListener(end, pin.landed, { passive: true });
  return () => {
    resizes.disconnect();
    edits.disconnect();
    box.removeEventListener('scroll', pin.scrolled);
    for (const end of ['scrollend', ...GRIPS]) box.removeEventListener(end, pin.landed);
  };
};

/**
 * Keeps a log at its end while the reader is there, however its content or its frame grows (a new message, an edited
 * one, the phone's keyboard); holds what the reader sees where it is while
 * they read further up. `isDrawn` says whether the log is on the page already.
 */
export const usePinnedScroll = (isDrawn: boolean): PinnedScroll => {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const pin = useRef<Pin>(undefined);
  const [away, setAway] = useState(false);
  useEffect(() => {
    const box = frame.current;
    if (!isDrawn || !box || !content.current) return undefined;
    pin.current = createPin({ box, hold: () => holdFirstSeen(box), onAway: setAway });
    return watch(box, content.current, pin.current);
  }, [isDrawn]);
  const toEnd: PinnedScroll['toEnd'] = (behavior) =>
    pin.current?.toEnd((top) => frame.current?.scrollTo({ top, behavior }), behavior === 'smooth');
  return { frame, content, away, toEnd };
};
