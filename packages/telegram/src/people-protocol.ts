/**
 * How people act on the emulator: what the simulator page and the tests send and see.
 * Everything is JSON over HTTP below one prefix (`/people` by default); instants are Unix milliseconds of the
 * emulator's own (movable) clock, message contents are shown as Telegram's Bot API names them.
 *
 *   GET    /state                                  → WorldView
 *   GET    /events                                 → text/event-stream of WorldEvent (one JSON per `data:` line)
 *   GET    /chats/{bot_id}/{person_id}             → ChatView (the last 200 messages)
 *   POST   /chats/{bot_id}/{person_id}/text        {text, reply_to_message_id?} → {message_id}
 *   POST   /chats/{bot_id}/{person_id}/tap         {message_id, row, column} | {message_id, data} → TapResult
 *   POST   /chats/{bot_id}/{person_id}/contact     {phone_number?} → {message_id}
 *   POST   /chats/{bot_id}/{person_id}/pay         {message_id, card?: "good" | "declined"} → PayResult
 *   POST   /chats/{bot_id}/{person_id}/file        {file_name, mime_type, content_base64, caption?} → {message_id}
 *   POST   /chats/{bot_id}/{person_id}/block       {blocked: boolean} → {}
 *   POST   /people                                 {first_name, last_name?, username?, language_code?} → PersonView
 *   POST   /people/{person_id}                     {language_code} → PersonView
 *   POST   /clock                                  {advance_ms} | {offset_ms} → ClockView
 *   GET    /files/{bot_id}/{file_id}               → the file a bot sent
 *
 * A refusal is 400 or 404 with `{"error": "…"}`.
 */

export type ButtonView = {
  readonly text: string;
  /** Telegram's button styles since Bot API 9.4. */
  readonly style?: 'danger' | 'success' | 'primary';
  readonly callback_data?: string;
  readonly url?: string;
  /** What a tap puts on the clipboard. */
  readonly copy_text?: string;
  readonly disabled?: boolean;
  readonly request_contact?: boolean;
  /** Pays the invoice that it stands below. */
  readonly pay?: boolean;
};

export type EntityView = {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
  readonly unix_time?: number;
};

export type MessageView = {
  readonly message_id: number;
  readonly from: 'bot' | 'person';
  readonly sent_at: number;
  readonly edited_at?: number;
  readonly text: string;
  readonly entities: readonly EntityView[];
  readonly inline_keyboard?: readonly (readonly ButtonView[])[];
  readonly reply_to_message_id?: number;
  /** The bot asks for an answer to this very message (`force_reply`): apps begin a reply when it comes. */
  readonly force_reply?: { readonly placeholder?: string };
  readonly contact?: { readonly phone_number: string; readonly first_name: string };
  /** Fetched by `GET /files/{bot_id}/{file_id}`; its caption is `text`. */
  readonly document?: { readonly file_id: string; readonly file_name: string };
  readonly photo?: { readonly file_id: string; readonly width: number; readonly height: number };
  readonly invoice?: Money & { readonly title: string; readonly description: string; readonly paid: boolean };
  /** Money that the person has paid, or got back. */
  readonly payment?: Money & { readonly refunded: boolean };
};

/** In the smallest unit of the currency. */
type Money = { readonly currency: string; readonly total_amount: number };

/** The reply keyboard that replaces the phone's own keyboard, while a bot shows one. */
export type ReplyKeyboardView = {
  readonly keyboard: readonly (readonly ButtonView[])[];
  readonly one_time: boolean;
  readonly placeholder?: string;
};

export type PersonView = {
  readonly id: number;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code: string;
  /** The first name for those who read another language, by language; no bot sees it. */
  readonly names?: Readonly<Record<string, string>>;
  /** As what they come to the business behind the bots, where somebody has told: a word of that business. */
  readonly role?: string;
};

/** What a bot has in each language: its name, and the commands set with setMyCommands. */
export type BotWords = {
  readonly first_name: string;
  readonly commands: readonly { readonly command: string; readonly description: string }[];
};

/** The default words, and those of the languages that have their own. */
export type BotView = BotWords & {
  readonly id: number;
  readonly username: string;
  readonly translations: Readonly<Record<string, BotWords>>;
};

export type ChatSummary = {
  readonly bot_id: number;
  readonly person_id: number;
  readonly blocked: boolean;
  readonly last_message?: MessageView;
};

export type ChatView = ChatSummary & {
  readonly messages: readonly MessageView[];
  readonly reply_keyboard?: ReplyKeyboardView;
};

export type ClockView = { readonly now: number; readonly offset_ms: number };

export type WorldView = {
  readonly bots: readonly BotView[];
  readonly people: readonly PersonView[];
  readonly chats: readonly ChatSummary[];
  readonly clock: ClockView;
};

/** What answerCallbackQuery showed: a toast, or an alert that must be closed. Absent when nothing was shown. */
export type TapResult = { readonly answer?: { readonly text: string; readonly show_alert: boolean } };

/** What came of paying: `error` is the bot's own sentence, or one of Telegram's codes. */
export type PayResult =
  | { readonly paid: true; readonly message_id: number }
  | { readonly paid: false; readonly error: string };

type InChat = { readonly bot_id: number; readonly person_id: number };

export type WorldEvent =
  | (InChat & { readonly type: 'message' | 'edited'; readonly message: MessageView })
  | (InChat & { readonly type: 'deleted'; readonly message_id: number })
  | (InChat & { readonly type: 'typing'; readonly until: number })
  | (InChat & { readonly type: 'reply_keyboard'; readonly reply_keyboard?: ReplyKeyboardView })
  | (InChat & { readonly type: 'blocked'; readonly blocked: boolean })
  | { readonly type: 'person'; readonly person: PersonView }
  | { readonly type: 'bot'; readonly bot: BotView }
  | { readonly type: 'clock'; readonly clock: ClockView };
