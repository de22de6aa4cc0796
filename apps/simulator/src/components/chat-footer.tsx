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
  /** Of several open chats the one that is written in. */
  readonly active: boolean;
};

/** Where one answers: a Start button, the composer with the bot's own keyboard, or the way back from blocking. */
export const ChatFooter = ({ chat, bot, person, isEmpty, active }: ChatFooterProps) => {
  const { say, effects } = useApp();
  const key = chatKey(chat);
  const send = (text: string, reply_to?: number) => void effects.send(key, text, reply_to);
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
  return <Answering chat={chat} bot={bot} person={person} active={active} send={send} />;
};

type AnsweringProps = Omit<ChatFooterProps, 'isEmpty'> & { readonly send: (text: string, reply_to?: number) => void };

const Answering = ({ chat, bot, person, active, send }: AnsweringProps) => {
  const { effects, dispatch } = useApp();
  const { reply_keyboard } = chat;
  const [isShown, setShown] = useState(true);
  const [isSharing, setSharing] = useState(false);
  useEffect(() => setShown(true), [reply_keyboard]);
  const answered = chat.messages?.find(({ message_id }) => message_id === chat.reply_to);
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
        active={active}
        placeholder={answered?.force_reply?.placeholder ?? reply_keyboard?.placeholder}
        answered={answered}
        cancelReply={() => dispatch({ type: 'replying', chat: chatKey(chat), to: undefined })}
        keyboard={reply_keyboard && { isShown, toggle: () => setShown(!isShown) }}
        send={send}
        sendFile={(file) => void effects.sendFile(chatKey(chat), file)}
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
