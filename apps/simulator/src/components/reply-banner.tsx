import type { MessageView } from '../api/protocol.ts';
import { authorOf } from '../logic/authors.ts';
import { previewOf } from '../logic/preview.ts';
import { type ChatKey, chatRef } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icons.tsx';

type ReplyBannerProps = { readonly chat: ChatKey; readonly message: MessageView; readonly cancel: () => void };

/** Above the line one writes in: what is being answered, and the way out. */
export const ReplyBanner = ({ chat, message, cancel }: ReplyBannerProps) => {
  const { state, say } = useApp();
  return (
    <div class="reply-banner" role="status">
      <Icon name="reply" size={22} />
      <span class="reply-about">
        <strong>{say('reply_to', { name: authorOf(state.world, chatRef(chat), message) })}</strong>
        <span>{previewOf(message, say)}</span>
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={say('cancel_reply')}
        title={say('cancel_reply')}
        onClick={cancel}
      >
        <Icon name="close" size={18} />
      </button>
    </div>
  );
};
