import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { prefersCalm } from './use-media.ts';

const EASING = 'cubic-bezier(.2, .7, .2, 1)';

/** Lets an edited message grow or shrink to its new size, and its content fade in, instead of jumping. */
export const useEditTransition = (ref: RefObject<HTMLElement | null>, edited_at: number | undefined): void => {
  const height = useRef<number | undefined>(undefined);
  const version = useRef(edited_at);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const isEdited = version.current !== edited_at;
    version.current = edited_at;
    if (isEdited && !prefersCalm())
      box.animate([{ opacity: 0.55 }, { opacity: 1 }], { duration: 220, easing: 'ease-out' });
    // Measuring makes the browser cut the scroll position to a shrunken log: not while somebody reads further up.
    if (box.closest('.log.away')) {
      height.current = undefined;
      return;
    }
    const before = height.current;
    const after = box.offsetHeight;
    height.current = after;
    if (!isEdited || before === undefined || prefersCalm() || Math.abs(after - before) < 2) return;
    const frames = [before, after].map((px) => ({ height: `${px}px`, overflow: 'clip' }));
    box.animate(frames, { duration: 200, easing: EASING });
  });
};
