import type { ButtonView, ReplyKeyboardView } from '../api/protocol.ts';
import { Icon } from './icons.tsx';

type ReplyKeyboardProps = {
  readonly keyboard: ReplyKeyboardView;
  readonly onPress: (button: ButtonView) => void;
};

/** The keyboard a bot puts in place of the phone's own. */
export const ReplyKeyboard = ({ keyboard, onPress }: ReplyKeyboardProps) => (
  <div class="reply-keyboard">
    {keyboard.keyboard.map((buttons, row) => (
      <div key={row} class={`key-row across-${Math.min(buttons.length, 8)}`}>
        {buttons.map((button, column) => (
          <button key={column} type="button" class={`reply-key ${button.style ?? ''}`} onClick={() => onPress(button)}>
            {button.request_contact && <Icon name="contact" size={16} />}
            <span class="key-text">{button.text}</span>
          </button>
        ))}
      </div>
    ))}
  </div>
);
