import { useEffect, useRef } from 'preact/hooks';
import type { PersonView } from '../api/protocol.ts';
import { chatKey } from '../state/chat-key.ts';
import { isUnread } from '../state/unread.ts';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { Role } from './role.tsx';

/** On a phone, above the chat: who one is, and one tap to be somebody else with the same bot. */
export const PeopleStrip = ({ bot_id, person_id }: { readonly bot_id: number; readonly person_id: number }) => {
  const { state, say } = useApp();
  return (
    <nav class="people-strip" aria-label={say('people_strip')}>
      {state.world.people.map((person) => (
        <StripPerson key={person.id} bot_id={bot_id} person={person} isMe={person.id === person_id} />
      ))}
    </nav>
  );
};

type StripPersonProps = { readonly bot_id: number; readonly person: PersonView; readonly isMe: boolean };

const StripPerson = ({ bot_id, person, isMe }: StripPersonProps) => {
  const { state, dispatch, say } = useApp();
  const chat = chatKey({ bot_id, person_id: person.id });
  const unread = !isMe && isUnread(state.world.chats[chat]?.last_message, state.read[chat]);
  const box = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isMe) box.current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [isMe]);
  return (
    <button
      ref={box}
      type="button"
      class={`strip-person ${isMe ? 'me' : ''}`}
      aria-current={isMe}
      onClick={() => dispatch({ type: 'open', chat })}
    >
      <Avatar of={person} kind="person" size="s" />
      <span class="strip-name">
        {isMe ? say('you_are', { name: person.first_name }) : person.first_name}
        <Role of={person} />
      </span>
      {unread && <span class="unread" role="img" aria-label={say('unread')} />}
    </button>
  );
};
