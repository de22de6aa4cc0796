import { chatRef } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';

/** What a first visitor needs to know; closed once, it stays away. */
export const Hint = () => {
  const { state, say, dispatch } = useApp();
  const nameOf = (person_id: number) => state.world.people.find(({ id }) => id === person_id)?.first_name;
  const [first, second] = state.layout.columns.map((key) => nameOf(chatRef(key).person_id));
  return (
    <aside class="hint">
      <strong>{say('hint_title')}</strong>
      <p>
        {first && second ? say('hint_text', { first, second }) : say('hint_single')} {say('hint_clock')}
      </p>
      <button type="button" class="text-button" onClick={() => dispatch({ type: 'hint_closed' })}>
        {say('hint_close')}
      </button>
    </aside>
  );
};
