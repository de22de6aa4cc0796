import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** So near the end counts as being there. */
const NEAR_PX = 90;

export type PinnedScroll = {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** The reader has scrolled up. */
  readonly away: boolean;
  readonly toEnd: (behavior: ScrollBehavior) => void;
};

type Held = { readonly message: Element; readonly top: number };

/** The first message that the reader sees from its beginning: what must not move while others change. */
const firstSeen = (box: HTMLElement): Held | undefined => {
  const frame = box.getBoundingClientRect();
  for (const message of box.querySelectorAll('.message')) {
    const { top } = message.getBoundingClientRect();
    if (top >= frame.top) return top < frame.bottom ? { message, top } : undefined;
  }
  return undefined;
};

/**
 * Keeps a log at its end while the reader is there, however its content or its frame grows (a new message, an edited
 * one, the phone's keyboard); holds what the reader sees where it is while
 * they read further up. `isDrawn` says whether the log is on the page already.
 */
export const usePinnedScroll = (isDrawn: boolean): PinnedScroll => {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  const [away, setAway] = useState(false);

  const toEnd = (behavior: ScrollBehavior) => {
    pinned.current = true;
    frame.current?.scrollTo({ top: frame.current.scrollHeight, behavior });
  };

  useEffect(() => {
    const box = frame.current;
    if (!isDrawn || !box || !content.current) return undefined;
    let held: Held | undefined;
    let height = box.scrollHeight;
    const onResize = () => {
      height = box.scrollHeight;
      if (pinned.current) box.scrollTop = height;
      else if (held) box.scrollTop += held.message.getBoundingClientRect().top - held.top;
    };
    const onScroll = () => {
      // Not the reader: the log became shorter than the position, and the browser cut that.
      if (box.scrollHeight !== height) return onResize();
      const near = height - box.scrollTop - box.clientHeight < NEAR_PX;
      pinned.current = near;
      held = near ? undefined : firstSeen(box);
      setAway(!near);
    };
    const observer = new ResizeObserver(onResize);
    observer.observe(box);
    observer.observe(content.current);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, [isDrawn]);
  return { frame, content, away, toEnd };
};
