import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { BotView, MessageView } from '../api/protocol.ts';
import { suggestedCommands } from '../logic/commands.ts';
import type { ChatKey } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';
import { CommandList } from './command-list.tsx';
import { Icon, SendIcon } from './icons.tsx';
import { ReplyBanner } from './reply-banner.tsx';
import { useDismiss } from './use-dismiss.ts';

type ComposerProps = {
  readonly chat: ChatKey;
  readonly commands: BotView['commands'];
  readonly placeholder?: string | undefined;
  readonly keyboard?: { readonly isShown: boolean; readonly toggle: () => void } | undefined;
  /** Whether this is the chat that is written in: only there does a reply take the focus. */
  readonly active: boolean;
  /** The message that the next text answers. */
  readonly answered: MessageView | undefined;
  readonly cancelReply: () => void;
  readonly send: (text: string, reply_to?: number) => void;
  readonly sendFile: (file: File) => void;
};

/** What was begun and not sent, kept while one looks at other chats. */
const drafts = new Map<ChatKey, string>();

const TALLEST_PX = 140;

/** Telegram's limit for a text. */
const LONGEST_TEXT = 4096;

/** The line one writes in: Enter sends, Shift+Enter breaks the line, a slash lists the bot's commands. */
export const Composer = (props: ComposerProps) => {
  const { chat, commands, placeholder, keyboard, active, answered, cancelReply, send, sendFile } = props;
  const { say } = useApp();
  const area = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(drafts.get(chat) ?? '');
  const [isListing, setListing] = useState(false);
  useEffect(() => void drafts.set(chat, draft), [chat, draft]);
  useGrowing(field, draft);
  useDismiss(area, isListing, () => setListing(false));
  const reply_to = answered?.message_id;
  useFocusOnReply(field, active ? reply_to : undefined);
  const suggested = isListing ? commands : suggestedCommands(draft, commands);
  const sendText = (text: string, to?: number) => {
    setListing(false);
    setDraft('');
    send(text, to);
    field.current?.focus();
  };
  const submit = () => draft.trim() && sendText(draft.trim(), reply_to);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && answered) cancelReply();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  };
  return (
    <div class="composer-area" ref={area}>
      <CommandList commands={suggested} onChoose={(command) => sendText(`/${command}`)} />
      {answered && <ReplyBanner chat={chat} message={answered} cancel={cancelReply} />}
      <form class="composer" onSubmit={(event) => [event.preventDefault(), submit()]}>
        {commands.length > 0 && (
          <ToolButton icon="slash" label={say('commands')} pressed={isListing} onPress={() => setListing(!isListing)} />
        )}
        <AttachButton onFile={sendFile} />
        <textarea
          ref={field}
          rows={1}
          value={draft}
          maxLength={LONGEST_TEXT}
          placeholder={placeholder ?? say('message_input')}
          aria-label={say('message_input')}
          enterkeyhint="send"
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {keyboard && (
          <ToolButton
            icon="keyboard"
            label={say(keyboard.isShown ? 'hide_keyboard' : 'show_keyboard')}
            pressed={keyboard.isShown}
            onPress={keyboard.toggle}
          />
        )}
        <button
          type="submit"
          class={`send ${draft.trim() ? 'ready' : ''}`}
          aria-label={say('send')}
          title={say('send')}
        >
          <SendIcon />
        </button>
      </form>
    </div>
  );
};

/** The browser's own way to choose a file, behind a button like the others. */
const AttachButton = ({ onFile }: { readonly onFile: (file: File) => void }) => {
  const { say } = useApp();
  const input = useRef<HTMLInputElement>(null);
  const choose = (field: HTMLInputElement) => {
    const [file] = field.files ?? [];
    if (file) onFile(file);
    // The same file may be chosen once more.
    field.value = '';
  };
  return (
    <>
      <input ref={input} type="file" hidden onChange={(event) => choose(event.currentTarget)} />
      <button
        type="button"
        class="icon-button"
        aria-label={say('attach')}
        title={say('attach')}
        onClick={() => input.current?.click()}
      >
        <Icon name="attach" size={22} />
      </button>
    </>
  );
};

type ToolButtonProps = {
  readonly icon: 'slash' | 'keyboard';
  readonly label: string;
  readonly pressed: boolean;
  readonly onPress: () => void;
};

const ToolButton = ({ icon, label, pressed, onPress }: ToolButtonProps) => (
  <button type="button" class="icon-button" aria-label={label} title={label} aria-expanded={pressed} onClick={onPress}>
    <Icon name={icon} size={22} />
  </button>
);

/** Whoever has chosen what to answer wants to write. */
const useFocusOnReply = (field: { readonly current: HTMLTextAreaElement | null }, reply_to: number | undefined) => {
  useEffect(() => {
    if (reply_to !== undefined) field.current?.focus();
  }, [field, reply_to]);
};

const useGrowing = (field: { readonly current: HTMLTextAreaElement | null }, draft: string) => {
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, TALLEST_PX)}px`;
    area.style.overflowY = area.scrollHeight > TALLEST_PX ? 'auto' : 'hidden';
  }, [field, draft]);
};
