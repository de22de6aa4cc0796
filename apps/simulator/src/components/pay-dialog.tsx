import type { MessageView } from '../api/protocol.ts';
import type { ChatKey } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { useMoney } from './use-money.ts';

type PayDialogProps = {
  readonly chat: ChatKey;
  readonly message_id: number;
  readonly invoice: NonNullable<MessageView['invoice']>;
  readonly onClose: () => void;
};

/** Asks before money moves, and lets one try a card that is no good. */
export const PayDialog = ({ chat, message_id, invoice, onClose }: PayDialogProps) => {
  const { say, effects } = useApp();
  const money = useMoney();
  const pay = (card: 'good' | 'declined') => {
    void effects.pay(chat, message_id, card);
    onClose();
  };
  return (
    <Dialog title={say('checkout_title', { amount: money(invoice) })} onClose={onClose}>
      <p>{say('checkout_text', { title: invoice.title })}</p>
      <div class="dialog-actions stacked">
        <button type="button" class="button primary" onClick={() => pay('good')}>
          {say('pay_good')}
        </button>
        <button type="button" class="button" onClick={() => pay('declined')}>
          {say('pay_declined')}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {say('cancel')}
        </button>
      </div>
    </Dialog>
  );
};
