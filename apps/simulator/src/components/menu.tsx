import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icons.tsx';
import { useDismiss } from './use-dismiss.ts';

type MenuItem = {
  readonly icon: IconName;
  readonly text: string;
  readonly onChoose: () => void;
  readonly danger?: boolean;
  readonly hidden?: boolean;
};

type MenuProps = { readonly label: string; readonly icon: IconName; readonly items: readonly MenuItem[] };

/** A button that opens a short menu; arrows move in it, Escape closes it. */
export const Menu = ({ label, icon, items }: MenuProps) => {
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  useDismiss(box, open, close);
  useEffect(() => {
    if (open) box.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [open]);
  const choose = (item: MenuItem) => {
    close();
    item.onChoose();
  };
  return (
    <div class="menu" ref={box}>
      <button
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <div class="popover" role="menu" aria-label={label} tabIndex={-1} onKeyDown={moveFocus}>
          {items
            .filter((item) => !item.hidden)
            .map((item) => (
              <button
                key={item.text}
                type="button"
                role="menuitem"
                class={`menu-item ${item.danger ? 'danger' : ''}`}
                onClick={() => choose(item)}
              >
                <Icon name={item.icon} size={18} />
                {item.text}
              </button>
            ))}
        </div>
      )}
    </div>
  );
};

/** Up and down arrows go through a list's buttons, round and round. */
export const moveFocus = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button.matches(':focus'));
  buttons.at((at + step) % buttons.length)?.focus();
};
