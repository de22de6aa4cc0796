import { useEffect, useState } from 'preact/hooks';

/** Below this width one sees either the list or a chat. The style sheets use the same number. */
export const PHONE = '(max-width: 719px)';

/** From here on two chats fit beside the list. */
export const WIDE = '(min-width: 1080px)';

/** Whether a media query holds, drawing again when that changes. */
export const useMedia = (query: string): boolean => {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const update = () => setHolds(list.matches);
    update();
    list.addEventListener('change', update);
    return () => list.removeEventListener('change', update);
  }, [query]);
  return holds;
};

export const prefersCalm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
