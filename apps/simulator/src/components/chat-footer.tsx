import { useEffect, useState } from 'preact/hooks';
import type { BotView, ButtonView, PersonView } from '../api/protocol.ts';
import type { ChatState } from '../state/chat.ts';
import { chatKey } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { Composer } from './composer.tsx';
import { ContactDialog } from './contact-dialog.tsx';
import { ReplyKeyboard } from './reply-keyboard.tsx';

type ChatFooterProps = {
  readonly chat: ChatState;
  readonly bot: BotView;
  readonly person: PersonView;
  readonly isEmpty: boolean;
};

/** Where one answers: a Start button, the composer with the bot's own keyboard, or the way back from blocking. */
export const ChatFooter = ({ chat, bot, person, isEmpty }: ChatFooterProps) => {
  const { say, effects } = useApp();
  const key = chatKey(chat);
  const send = (text: string) => void effects.send(key, text);
  if (chat.blocked) {
    return (
      <footer class="pane-footer single">
        <p>{say('blocked_note')}</p>
        <button type="button" class="big-button" onClick={() => void effects.block(key, false)}>
          {say('unblock')}
        </button>
      </footer>
    );
  }
  if (isEmpty) {
    return (
      <footer class="pane-footer single">
        <button type="button" class="big-button primary" onClick={() => send('/start')}>
          {say('start')}
        </button>
      </footer>
    );
  }
  return <Answering chat={chat} bot={bot} person={person} send={send} />;
};

type AnsweringProps = Omit<ChatFooterProps, 'isEmpty'> & { readonly send: (text: string) => void };

const Answering = ({ chat, bot, person, send }: AnsweringProps) => {
  const { effects } = useApp();
  const { reply_keyboard } = chat;
  const [isShown, setShown] = useState(true);
  const [isSharing, setSharing] = useState(false);
  useEffect(() => setShown(true), [reply_keyboard]);
  const press = (button: ButtonView) => {
    if (button.request_contact) setSharing(true);
    else send(button.text);
    if (reply_keyboard?.one_time) setShown(false);
  };
  return (
    <footer class="pane-footer">
      <Composer
        chat={chatKey(chat)}
        commands={bot.commands}
        placeholder={reply_keyboard?.placeholder}
        keyboard={reply_keyboard && { isShown, toggle: () => setShown(!isShown) }}
        send={send}
      />
      {reply_keyboard && isShown && <ReplyKeyboard keyboard={reply_keyboard} onPress={press} />}
      {isSharing && (
        <ContactDialog
          bot={bot}
          person={person}
          onShare={() => void effects.shareContact(chatKey(chat))}
          onClose={() => setSharing(false)}
        />
      )}
    </footer>
  );
};
