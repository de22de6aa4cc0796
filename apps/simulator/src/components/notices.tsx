import { useEffect } from 'preact/hooks';
import type { Notice } from '../state/app-state.ts';
import { type ChatKey, chatRef } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icons.tsx';

const INFO_MS = 3500;
const ERROR_MS = 9000;

/** The passing sentences of one chat, above its composer. */
export const ChatToasts = ({ chat }: { readonly chat: ChatKey }) => {
  const { state } = useApp();
  return <Toasts notices={state.notices.filter((notice) => notice.chat === chat)} />;
};

/** Those that belong to no open chat, at the foot of the page. */
export const PageToasts = () => {
  const { state } = useApp();
  const isElsewhere = ({ chat }: Notice) => !chat || !state.layout.columns.includes(chat);
  return (
    <div class="page-toasts">
      <Toasts notices={state.notices.filter(isElsewhere)} />
    </div>
  );
};

const Toasts = ({ notices }: { readonly notices: readonly Notice[] }) => (
  <div class="toasts" aria-live="polite">
    {notices
      .filter((notice) => notice.kind !== 'alert')
      .map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
  </div>
);

const Toast = ({ notice }: { readonly notice: Notice }) => {
  const { say, dispatch } = useApp();
  const close = () => dispatch({ type: 'notice_closed', id: notice.id });
  useEffect(() => {
    const timer = setTimeout(close, notice.kind === 'error' ? ERROR_MS : INFO_MS);
    return () => clearTimeout(timer);
  }, [notice.id]);
  return (
    <div class={`toast ${notice.kind}`} role={notice.kind === 'error' ? 'alert' : 'status'}>
      <span>{notice.text}</span>
      <button type="button" class="toast-close" aria-label={say('close')} onClick={close}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
};

/** What a bot answered to a tap so loudly that it must be closed; one at a time. */
export const AlertDialog = () => {
  const { state, say, dispatch } = useApp();
  const alert = state.notices.find((notice) => notice.kind === 'alert');
  if (!alert) return null;
  const bot = state.world.bots.find(({ id }) => alert.chat && id === chatRef(alert.chat).bot_id);
  const close = () => dispatch({ type: 'notice_closed', id: alert.id });
  return (
    <Dialog key={alert.id} title={bot?.first_name ?? say('bot')} onClose={close}>
      <p class="alert-text">{alert.text}</p>
      <div class="dialog-actions">
        <button type="button" class="button primary" onClick={close}>
          {say('ok')}
        </button>
      </div>
    </Dialog>
  );
};
