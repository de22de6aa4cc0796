import { useEffect } from 'preact/hooks';
import type { BotView, PersonView } from '../api/protocol.ts';
import { botFor } from '../logic/authors.ts';
import { avatarColour } from '../logic/avatar.ts';
import { emptyChat } from '../state/chat.ts';
import { type ChatKey, chatKey } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { ChatFooter } from './chat-footer.tsx';
import { ChatHeader } from './chat-header.tsx';
import { MessageList } from './message-list.tsx';
import { ChatToasts } from './notices.tsx';
import { usePinnedScroll } from './use-pinned-scroll.ts';

type ChatPaneProps = {
  readonly bot: BotView;
  readonly person: PersonView;
  readonly active: boolean;
  readonly closable: boolean;
};

/** One open chat: who talks to whom, what was said, and where one writes. */
export const ChatPane = ({ bot: known, person, active, closable }: ChatPaneProps) => {
  const bot = botFor(known, person);
  const { state, dispatch, say } = useApp();
  const key = chatKey({ bot_id: bot.id, person_id: person.id });
  const chat = state.world.chats[key] ?? emptyChat(bot.id, person.id);
  const scroll = usePinnedScroll(chat.messages !== undefined);
  useLoadedChat(key, chat.messages === undefined);
  const newest = chat.outgoing.at(-1)?.id;
  // Whoever says something wants to see the answer.
  useEffect(() => {
    if (newest !== undefined) scroll.toEnd('instant');
  }, [newest]);
  const { messages } = chat;
  const isEmpty = messages?.length === 0 && chat.outgoing.length === 0;
  const activate = () => active || dispatch({ type: 'activate', chat: key });
  return (
    <section
      class={`pane hue-${avatarColour(person.id)} ${active ? 'active' : ''}`}
      aria-label={say('open_chat_as', { bot: bot.first_name, name: person.first_name })}
      onPointerDown={activate}
      onFocusIn={activate}
    >
      <ChatHeader chat={chat} bot={bot} person={person} closable={closable} />
      {messages ? (
        <MessageList chat={key} messages={messages} outgoing={chat.outgoing} scroll={scroll}>
          {isEmpty && <Beginning bot={bot} />}
        </MessageList>
      ) : (
        <div class="log-frame">
          <div class="loading" role="status" aria-label={say('connecting')} />
        </div>
      )}
      <ChatToasts chat={key} />
      {messages && <ChatFooter chat={chat} bot={bot} person={person} isEmpty={isEmpty} active={active} />}
    </section>
  );
};

const useLoadedChat = (key: ChatKey, isMissing: boolean) => {
  const { state, effects } = useApp();
  const { connected } = state;
  useEffect(() => {
    if (isMissing && connected) void effects.loadChat(key);
  }, [key, isMissing, connected, effects]);
};

const Beginning = ({ bot }: { readonly bot: BotView }) => {
  const { say } = useApp();
  return (
    <div class="beginning">
      <Avatar of={bot} kind="bot" size="l" />
      <strong>{bot.first_name}</strong>
      <p>
        {say('empty_chat')}
        <br />
        {say('empty_chat_hint')}
      </p>
    </div>
  );
};
