/** So near the end counts as being there. */
const NEAR_PX = 90;

/** What scrolls, as the browser describes it; lengths in CSS pixels. */
export type ScrollBox = { scrollTop: number; readonly scrollHeight: number; readonly clientHeight: number };

/** Where a log stands: at its end, or where its reader has scrolled to. */
export type Pin = {
  /** The content or the frame has another size, or messages came, changed or went. */
  readonly changed: () => void;
  /** The browser says that the position is another one. */
  readonly scrolled: () => void;
  /** Goes to the end and stays there. A smooth way takes a while, and only the reader can break it off. */
  readonly toEnd: (go: (top: number) => void, smooth: boolean) => void;
  /** The way to the end is over: arrived, or the reader took hold of the log. */
  readonly landed: () => void;
};

type PinOptions = {
  readonly box: ScrollBox;
  /** Remembers what the reader sees; the answer tells how far that has moved since. */
  readonly hold: () => (() => number) | undefined;
  readonly onAway: (away: boolean) => void;
};

/**
 * Keeps a log at its end until the reader scrolls away, and what they see in its place from then on. Not every scroll
 * is the reader's: a log that becomes shorter for a moment is cut to its length by the browser.
 */
export const createPin = ({ box, hold, onAway }: PinOptions): Pin => {
  let pinned = true;
  let gliding = false;
  let height = box.scrollHeight;
  let movedBy: (() => number) | undefined;
  const isNear = () => box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
  const settle = (near: boolean) => {
    pinned = near;
    movedBy = near ? undefined : hold();
    onAway(!near);
  };
  const changed = () => {
    height = box.scrollHeight;
    if (pinned) box.scrollTop = height;
    else if (movedBy) box.scrollTop += movedBy();
    // A log that became so short that its end is in sight: no way down is left to offer.
    if (!pinned && isNear()) settle(true);
  };
  return {
    changed,
    scrolled: () => {
      if (box.scrollHeight !== height) return changed();
      const near = isNear();
      if (near || !gliding) settle(near);
    },
    toEnd: (go, smooth) => {
      pinned = true;
      gliding = smooth;
      movedBy = undefined;
      onAway(false);
      go(box.scrollHeight);
    },
    landed: () => {
      gliding = false;
    },
  };
};
