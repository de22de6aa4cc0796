import { useState } from 'preact/hooks';
import type { BotView } from '../api/protocol.ts';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { ChatRow } from './chat-row.tsx';
import { Hint } from './hint.tsx';
import { Icon } from './icons.tsx';
import { PersonDialog } from './person-dialog.tsx';

/** Every chat there can be: under each bot, the people as whom one may write to it. */
export const Sidebar = () => {
  const { state, say } = useApp();
  const [isAdding, setAdding] = useState(false);
  const { bots, known } = state.world;
  return (
    <nav class="sidebar" aria-label={say('chats')}>
      <div class="sidebar-scroll">
        {known && bots.length > 0 && !state.hint_closed && <Hint />}
        {bots.map((bot) => (
          <BotSection key={bot.id} bot={bot} />
        ))}
        {known && bots.length === 0 && (
          <div class="no-bots">
            <strong>{say('no_bots')}</strong>
            <p>{say('no_bots_hint')}</p>
          </div>
        )}
      </div>
      <button type="button" class="add-person" onClick={() => setAdding(true)}>
        <Icon name="person_add" />
        {say('add_person')}
      </button>
      {isAdding && <PersonDialog onClose={() => setAdding(false)} />}
    </nav>
  );
};

const BotSection = ({ bot }: { readonly bot: BotView }) => {
  const { state, say } = useApp();
  return (
    <section class="bot-section" aria-label={say('chats_with', { bot: bot.first_name })}>
      <h2 class="bot-heading">
        <Avatar of={bot} kind="bot" size="s" />
        <span class="bot-name">{bot.first_name}</span>
        <span class="bot-username">@{bot.username}</span>
      </h2>
      <ul>
        {state.world.people.map((person) => (
          <ChatRow key={person.id} bot={bot} person={person} />
        ))}
      </ul>
    </section>
  );
};
