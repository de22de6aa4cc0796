import type { TargetedSubmitEvent } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';

/** Makes another person, who then opens a chat with a bot. */
export const PersonDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { state, say, effects, dispatch } = useApp();
  const [isAdding, setAdding] = useState(false);
  const { bots } = state.world;
  const add = async (form: HTMLFormElement) => {
    const field = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const last_name = field('last_name');
    const person = {
      first_name: field('first_name'),
      language_code: field('language_code'),
      ...(last_name ? { last_name } : {}),
    };
    setAdding(true);
    const chat = await effects.addPerson(person, Number(field('bot_id')));
    setAdding(false);
    if (!chat) return;
    dispatch({ type: 'open', chat });
    onClose();
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    void add(event.currentTarget);
  };
  return (
    <Dialog title={say('new_person')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <TextField name="first_name" label={say('first_name')} required />
        <TextField name="last_name" label={say('last_name')} />
        <SelectField
          name="language_code"
          label={say('person_language')}
          options={[
            ['ru', say('lang_ru')],
            ['en', say('lang_en')],
          ]}
        />
        <SelectField
          name="bot_id"
          label={say('talk_to')}
          options={bots.map((bot) => [String(bot.id), bot.first_name])}
        />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {say('cancel')}
          </button>
          <button type="submit" class="button primary" disabled={isAdding || bots.length === 0}>
            {say('add')}
          </button>
        </div>
      </form>
    </Dialog>
  );
};

const TextField = ({
  name,
  label,
  required = false,
}: {
  readonly name: string;
  readonly label: string;
  readonly required?: boolean;
}) => {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {/* Telegram's longest name; the pattern refuses one of spaces only. */}
      <input id={id} name={name} required={required} maxLength={64} pattern=".*\S.*" autocomplete="off" />
    </div>
  );
};

type Option = readonly [value: string, text: string];

const SelectField = ({
  name,
  label,
  options,
}: {
  readonly name: string;
  readonly label: string;
  readonly options: readonly Option[];
}) => {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
};
