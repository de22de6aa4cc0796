import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { MessageView } from '../api/protocol.ts';
import { dayNumber } from '../logic/dates.ts';
import { type Bubble, timeline } from '../logic/timeline.ts';
import type { Outgoing } from '../state/chat.ts';
import type { ChatKey } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { BubbleView } from './bubble.tsx';
import { Icon } from './icons.tsx';
import type { PinnedScroll } from './use-pinned-scroll.ts';

type MessageListProps = {
  readonly chat: ChatKey;
  readonly messages: readonly MessageView[];
  readonly outgoing: readonly Outgoing[];
  readonly scroll: PinnedScroll;
  readonly children?: ComponentChildren;
};

const dayOf = dayNumber();

/** The messages of a chat by days, the newest at the bottom. */
export const MessageList = ({ chat, messages, outgoing, scroll, children }: MessageListProps) => {
  const { say, dates, now } = useApp();
  const old = useRef<ReadonlySet<number>>(new Set(messages.map((message) => message.message_id)));
  const days = useMemo(() => timeline(messages, outgoing, dayOf), [messages, outgoing]);
  const byId = useMemo(() => new Map(messages.map((message) => [message.message_id, message])), [messages]);
  // A text of one's own has moved in as an outgoing one already.
  const isFresh = ({ message }: Bubble) => !message || (message.from === 'bot' && !old.current.has(message.message_id));
  return (
    <div class="log-frame">
      <div class={`log ${scroll.away ? 'away' : ''}`} ref={scroll.frame} role="log" aria-label={say('message_log')}>
        <div class="log-content" ref={scroll.content}>
          {children}
          {days.map((day) => (
            <section key={day.number} class="day">
              <h3 class="day-label">
                <span>{dates.day(day.at, now())}</span>
              </h3>
              {day.bubbles.map((bubble) => (
                <BubbleView
                  key={bubble.id}
                  chat={chat}
                  bubble={bubble}
                  fresh={isFresh(bubble)}
                  repliesTo={byId.get(bubble.message?.reply_to_message_id ?? bubble.outgoing?.reply_to ?? 0)}
                />
              ))}
            </section>
          ))}
        </div>
      </div>
      {scroll.away && <ToEnd scroll={scroll} />}
    </div>
  );
};

const ToEnd = ({ scroll }: { readonly scroll: PinnedScroll }) => {
  const { say } = useApp();
  return (
    <button type="button" class="to-end" aria-label={say('scroll_down')} onClick={() => scroll.toEnd('smooth')}>
      <Icon name="arrow_down" />
    </button>
  );
};
