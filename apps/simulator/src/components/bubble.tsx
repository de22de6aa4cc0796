import { useRef } from 'preact/hooks';
import type { MessageView } from '../api/protocol.ts';
import { authorOf } from '../logic/authors.ts';
import { previewOf } from '../logic/preview.ts';
import type { Bubble } from '../logic/timeline.ts';
import type { ChatKey } from '../state/chat-key.ts';
import { chatRef } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { Attachments } from './attachments.tsx';
import { Icon, SentIcon, Tail } from './icons.tsx';
import { InlineKeyboard } from './inline-keyboard.tsx';
import { RichText } from './rich-text.tsx';
import { useEditTransition } from './use-edit-transition.ts';

type BubbleProps = {
  readonly chat: ChatKey;
  readonly bubble: Bubble;
  /** Came while one looks at the chat: it moves in. */
  readonly fresh: boolean;
  readonly repliesTo?: MessageView | undefined;
};

/** One message: its bubble, and the keyboard below it. */
export const BubbleView = ({ chat, bubble, fresh, repliesTo }: BubbleProps) => {
  const box = useRef<HTMLDivElement>(null);
  const { message, outgoing } = bubble;
  useEditTransition(box, message?.edited_at);
  const hasKeys = (message?.inline_keyboard?.length ?? 0) > 0;
  return (
    <div ref={box} class={classOf(bubble, fresh)}>
      <div class="bubble">
        {repliesTo && <Quote chat={chat} message={repliesTo} />}
        {message && <Attachments bot_id={chatRef(chat).bot_id} message={message} />}
        <span class="text">
          {message ? (
            <RichText text={message.text} entities={message.entities} person_id={chatRef(chat).person_id} />
          ) : (
            outgoing?.text
          )}
        </span>
        <Meta chat={chat} bubble={bubble} />
        {bubble.last && !hasKeys && <Tail />}
      </div>
      {message && hasKeys && <InlineKeyboard chat={chat} message={message} />}
      {outgoing?.failed && <Failed chat={chat} id={outgoing.id} />}
    </div>
  );
};

const classOf = ({ from, first, last, message }: Bubble, fresh: boolean): string => {
  const rows = message?.inline_keyboard ?? [];
  const classes = [
    from === 'bot' ? 'message in' : 'message out',
    first && 'first',
    last && 'last',
    fresh && 'fresh',
    rows.length > 0 && 'has-keys',
    rows.some((row) => row.length > 2) && 'wide',
  ];
  return classes.filter(Boolean).join(' ');
};

type InChat = { readonly chat: ChatKey };

const Meta = ({ chat, bubble }: InChat & { readonly bubble: Bubble }) => {
  const { say, dates } = useApp();
  const { message, outgoing, sent_at } = bubble;
  return (
    <span class="meta" title={dates.full(message?.edited_at ?? sent_at)}>
      {message && <ReplyButton chat={chat} message={message} />}
      {message?.edited_at !== undefined && <span>{say('edited')}</span>}
      <time dateTime={new Date(sent_at).toISOString()}>{dates.time(sent_at)}</time>
      {outgoing && !outgoing.failed && (
        <span class="state" role="img" aria-label={say('sending')}>
          <Icon name="clock" size={12} />
        </span>
      )}
      {message?.from === 'person' && (
        <span class="state" role="img" aria-label={say('sent')}>
          <SentIcon />
        </span>
      )}
    </span>
  );
};

type AboutMessage = InChat & { readonly message: MessageView };

/** Seen while one points at the message; always on a touch screen, which knows no pointing. */
const ReplyButton = ({ chat, message }: AboutMessage) => {
  const { state, say, dispatch } = useApp();
  if (state.world.chats[chat]?.blocked) return null;
  return (
    <button
      type="button"
      class="reply-button"
      aria-label={say('reply')}
      title={say('reply')}
      onClick={() => dispatch({ type: 'replying', chat, to: message.message_id })}
    >
      <Icon name="reply" size={14} />
    </button>
  );
};

/** The message that this one answers: who said it, and its beginning. */
const Quote = ({ chat, message }: AboutMessage) => {
  const { state, say } = useApp();
  return (
    <div class="quoted">
      <strong>{authorOf(state.world, chatRef(chat), message)}</strong>
      <span>{previewOf(message, say)}</span>
    </div>
  );
};

const Failed = ({ chat, id }: { readonly chat: ChatKey; readonly id: number }) => {
  const { say, effects, dispatch } = useApp();
  return (
    <div class="failed" role="alert">
      <span>{say('not_sent')}</span>
      <button type="button" class="text-button" onClick={() => void effects.retry(chat, id)}>
        {say('retry')}
      </button>
      <button type="button" class="text-button" onClick={() => dispatch({ type: 'discarded', chat, id })}>
        {say('discard')}
      </button>
    </div>
  );
};
