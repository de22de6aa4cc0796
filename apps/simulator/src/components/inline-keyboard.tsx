import { useState } from 'preact/hooks';
import type { ButtonView, MessageView } from '../api/protocol.ts';
import { type KeyLook, keyLooks } from '../logic/key-looks.ts';
import { deepLink, safeHref } from '../logic/links.ts';
import { tapId, tapTarget } from '../logic/taps.ts';
import { type ChatKey, chatKey, chatRef } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icons.tsx';
import { PayDialog } from './pay-dialog.tsx';
import { useMoney } from './use-money.ts';

type KeyboardProps = { readonly chat: ChatKey; readonly message: MessageView };

/** The buttons under a message. A tapped one shows that it waits for the bot's answer. */
export const InlineKeyboard = ({ chat, message }: KeyboardProps) => {
  const { effects } = useApp();
  const [isPaying, setPaying] = useState(false);
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const tap = async (button: ButtonView, row: number, column: number) => {
    const id = tapId(message, { row, column });
    if (waiting.has(id)) return;
    setWaiting((ids) => new Set([...ids, id]));
    await effects.tap(chat, tapTarget(button, { message_id: message.message_id, row, column }));
    setWaiting((ids) => new Set([...ids].filter((other) => other !== id)));
  };
  const press = (button: ButtonView, row: number, column: number) => {
    if (button.pay) setPaying(true);
    else if (button.copy_text !== undefined) void effects.copy(chat, button.copy_text);
    else void tap(button, row, column);
  };
  const rows = message.inline_keyboard ?? [];
  const looks = keyLooks(rows);
  return (
    <div class="inline-keyboard">
      {rows.map((buttons, row) => (
        <div key={row} class={`key-row across-${Math.min(buttons.length, 8)}`}>
          {buttons.map((button, column) => (
            <Key
              key={column}
              chat={chat}
              button={button}
              look={looks[row]?.[column] ?? 'key'}
              invoice={message.invoice}
              waiting={waiting.has(tapId(message, { row, column }))}
              onTap={() => press(button, row, column)}
            />
          ))}
        </div>
      ))}
      {isPaying && message.invoice && (
        <PayDialog
          chat={chat}
          message_id={message.message_id}
          invoice={message.invoice}
          onClose={() => setPaying(false)}
        />
      )}
    </div>
  );
};

type KeyProps = {
  readonly chat: ChatKey;
  readonly button: ButtonView;
  readonly look: KeyLook;
  readonly waiting: boolean;
  readonly invoice: MessageView['invoice'];
  readonly onTap: () => void;
};

const Key = ({ chat, button, look, waiting, invoice, onTap }: KeyProps) => {
  const { say } = useApp();
  const money = useMoney();
  if (button.url !== undefined) return <LinkKey chat={chat} button={button} url={button.url} />;
  return (
    <button
      type="button"
      class={['key', button.style, look !== 'key' && look, waiting && 'waiting'].filter(Boolean).join(' ')}
      // Not `disabled`: a focused key that becomes inert by an edit would lose the focus.
      aria-disabled={button.disabled === true}
      aria-busy={waiting}
      onClick={() => button.disabled || onTap()}
    >
      <span class="key-text">{button.pay && invoice ? say('pay', { amount: money(invoice) }) : button.text}</span>
    </button>
  );
};

const LinkKey = ({
  chat,
  button,
  url,
}: {
  readonly chat: ChatKey;
  readonly button: ButtonView;
  readonly url: string;
}) => {
  const { state, dispatch, effects } = useApp();
  const deep = deepLink(url, state.world.bots);
  const follow = (event: Event) => {
    if (!deep) return;
    event.preventDefault();
    const target = chatKey({ bot_id: deep.bot_id, person_id: chatRef(chat).person_id });
    dispatch({ type: 'open', chat: target });
    void effects.send(target, deep.text);
  };
  return (
    <a
      class={`key ${button.style ?? ''}`}
      href={safeHref(url) ?? '#'}
      target="_blank"
      rel="noopener noreferrer"
      onClick={follow}
    >
      <span class="key-text">{button.text}</span>
      <span class="key-corner">
        <Icon name="link" size={11} />
      </span>
    </a>
  );
};
