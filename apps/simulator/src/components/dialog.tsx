import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

type DialogProps = {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
};

/** A modal window: the browser keeps the focus in it and closes it on Escape; a press beside it closes it too. */
export const Dialog = ({ title, children, onClose }: DialogProps) => {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    box.current?.showModal();
  }, []);
  const onPress = (event: Event) => event.target === box.current && box.current?.close();
  return (
    <dialog ref={box} class="dialog" aria-labelledby={titleId} onClose={onClose} onPointerDown={onPress}>
      <div class="dialog-body">
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
};
