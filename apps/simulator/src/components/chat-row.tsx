import type { BotView, PersonView } from '../api/protocol.ts';
import { fullName } from '../logic/avatar.ts';
import { previewOf } from '../logic/preview.ts';
import { roleText } from '../logic/roles.ts';
import { type ChatState, emptyChat } from '../state/chat.ts';
import { chatKey } from '../state/chat-key.ts';
import { isUnread } from '../state/unread.ts';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icons.tsx';
import { Role } from './role.tsx';
import { useUntil } from './use-now.ts';

type ChatRowProps = { readonly bot: BotView; readonly person: PersonView };

/** A person's chat in the list: press it to be that person; the button at its end opens it beside the others. */
export const ChatRow = ({ bot, person }: ChatRowProps) => {
  const { state, dispatch, say } = useApp();
  const key = chatKey({ bot_id: bot.id, person_id: person.id });
  const chat = state.world.chats[key] ?? emptyChat(bot.id, person.id);
  const { columns, active } = state.layout;
  const isOpen = columns.includes(key);
  const open = (event: MouseEvent) =>
    dispatch({ type: event.ctrlKey || event.metaKey ? 'open_beside' : 'open', chat: key });
  return (
    <li class={`chat-row ${isOpen ? 'open' : ''} ${columns[active] === key ? 'active' : ''}`}>
      <button
        type="button"
        class="chat-row-main"
        aria-current={isOpen}
        aria-label={say('open_chat_as', { bot: bot.first_name, name: fullName(person) })}
        aria-description={roleText(person.role, say)}
        onClick={open}
      >
        <Avatar of={person} kind="person" size="m" />
        <span class="chat-row-text">
          <RowTitle chat={chat} person={person} />
          <RowPreview chat={chat} unread={isUnread(chat.last_message, state.read[key])} />
        </span>
      </button>
      {!isOpen && (
        <button
          type="button"
          class="icon-button row-beside"
          aria-label={`${say('open_beside')}: ${fullName(person)}`}
          title={say('open_beside')}
          onClick={() => dispatch({ type: 'open_beside', chat: key })}
        >
          <Icon name="beside" size={18} />
        </button>
      )}
    </li>
  );
};

const RowTitle = ({ chat, person }: { readonly chat: ChatState; readonly person: PersonView }) => {
  const { dates, now } = useApp();
  const last = chat.last_message;
  return (
    <span class="row-line">
      <span class="row-name">{fullName(person)}</span>
      <span class="row-language">{person.language_code.slice(0, 2)}</span>
      <Role of={person} />
      {last && <time class="row-time">{dates.brief(last.sent_at, now())}</time>}
    </span>
  );
};

const RowPreview = ({ chat, unread }: { readonly chat: ChatState; readonly unread: boolean }) => {
  const { say } = useApp();
  const isTyping = useUntil(chat.typing_until);
  const last = chat.last_message;
  const said = last ? previewOf(last, say) : say('no_messages');
  return (
    <span class="row-line">
      <span class={`row-preview ${isTyping ? 'typing' : ''}`}>
        {last?.from === 'person' && !isTyping && <span class="row-you">{say('you')}: </span>}
        {isTyping ? say('typing') : said}
      </span>
      {unread && <span class="unread" role="img" aria-label={say('unread')} />}
    </span>
  );
};
