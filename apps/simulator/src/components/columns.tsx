import { type ChatKey, chatRef } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { ChatPane } from './chat-pane.tsx';
import { Mark } from './icons.tsx';
import { PeopleStrip } from './people-strip.tsx';
import { PHONE, useMedia } from './use-media.ts';

/** The open chats side by side; on a phone only the active one. */
export const Columns = () => {
  const { state, say } = useApp();
  const isPhone = useMedia(PHONE);
  const { columns, active } = state.layout;
  const shown = isPhone ? columns.slice(active, active + 1) : columns;
  const me = columns[active];
  return (
    <main class="columns">
      {isPhone && me && <PeopleStrip {...chatRef(me)} />}
      {shown.map((key) => (
        <Column key={key} chat={key} active={me === key} closable={columns.length > 1} />
      ))}
      {shown.length === 0 && state.world.known && (
        <div class="nothing-open">
          <Mark />
          <strong>{say('nothing_open')}</strong>
          <p>{say('nothing_open_hint')}</p>
        </div>
      )}
    </main>
  );
};

type ColumnProps = { readonly chat: ChatKey; readonly active: boolean; readonly closable: boolean };

const Column = ({ chat, active, closable }: ColumnProps) => {
  const { state } = useApp();
  const { bot_id, person_id } = chatRef(chat);
  const bot = state.world.bots.find(({ id }) => id === bot_id);
  const person = state.world.people.find(({ id }) => id === person_id);
  return bot && person ? <ChatPane bot={bot} person={person} active={active} closable={closable} /> : null;
};
