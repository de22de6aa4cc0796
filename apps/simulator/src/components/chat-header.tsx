import type { BotView, PersonView } from '../api/protocol.ts';
import { fullName } from '../logic/avatar.ts';
import type { ChatState } from '../state/chat.ts';
import { chatKey } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { ClockControl } from './clock-control.tsx';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';
import { Role } from './role.tsx';
import { PHONE, useMedia } from './use-media.ts';
import { useUntil } from './use-now.ts';

type ChatHeaderProps = {
  readonly chat: ChatState;
  readonly bot: BotView;
  readonly person: PersonView;
  readonly closable: boolean;
};

/** Whom one talks to on the left, who one is on the right. */
export const ChatHeader = ({ chat, bot, person, closable }: ChatHeaderProps) => {
  const { say, dispatch } = useApp();
  const isPhone = useMedia(PHONE);
  const key = chatKey(chat);
  const goBack = () => (history.state?.okno ? history.back() : dispatch({ type: 'to_list' }));
  return (
    <header class="pane-header">
      {isPhone && (
        <button type="button" class="icon-button" aria-label={say('back')} onClick={goBack}>
          <Icon name="back" size={22} />
        </button>
      )}
      <Avatar of={bot} kind="bot" size="m" />
      <div class="pane-title">
        <h2>{bot.first_name}</h2>
        <Presence chat={chat} bot={bot} />
      </div>
      {isPhone ? (
        <ClockControl compact />
      ) : (
        <span class="you">
          <Avatar of={person} kind="person" size="s" />
          <span class="you-name full">{say('you_are', { name: fullName(person) })}</span>
          <span class="you-name short" aria-hidden="true">
            {person.first_name}
          </span>
          <Role of={person} />
        </span>
      )}
      <ChatMenu chat={chat} person={person} />
      {closable && !isPhone && (
        <button
          type="button"
          class="icon-button"
          aria-label={say('close_column')}
          title={say('close_column')}
          onClick={() => dispatch({ type: 'close', chat: key })}
        >
          <Icon name="close" size={18} />
        </button>
      )}
    </header>
  );
};

const Presence = ({ chat, bot }: { readonly chat: ChatState; readonly bot: BotView }) => {
  const { state, say } = useApp();
  const isTyping = useUntil(chat.typing_until);
  if (!state.connected) return <span class="presence connecting">{say('connecting')}</span>;
  if (!isTyping) return <span class="presence">@{bot.username}</span>;
  return (
    <span class="presence typing" role="status">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {say('typing')}
    </span>
  );
};

const ChatMenu = ({ chat, person }: { readonly chat: ChatState; readonly person: PersonView }) => {
  const other = person.language_code.startsWith('ru') ? 'en' : 'ru';
  const { say, effects } = useApp();
  const key = chatKey(chat);
  const items = [
    { icon: 'retry', text: say('restart'), onChoose: () => void effects.send(key, '/start'), hidden: chat.blocked },
    {
      icon: 'globe',
      text: say(other === 'ru' ? 'app_in_ru' : 'app_in_en'),
      onChoose: () => void effects.speak(key, other),
    },
    {
      icon: 'stop',
      text: say(chat.blocked ? 'unblock' : 'block'),
      onChoose: () => void effects.block(key, !chat.blocked),
      danger: !chat.blocked,
    },
  ] as const;
  return <Menu label={say('chat_menu')} icon="menu" items={items} />;
};
