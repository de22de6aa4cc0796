/** The Bot API's own shapes, as far as the emulator speaks them. Dates are Unix seconds. */

export type TgUser = {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
};

export type TgChat = {
  readonly id: number;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly type: 'private';
};

export type TgEntity = {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
  readonly custom_emoji_id?: string;
  readonly unix_time?: number;
  readonly date_time_format?: string;
  readonly user?: TgUser;
};

export type FormattedText = { readonly text: string; readonly entities: readonly TgEntity[] };

export type ButtonStyle = 'danger' | 'success' | 'primary';

export type TgInlineButton = {
  readonly text: string;
  readonly icon_custom_emoji_id?: string;
  readonly style?: ButtonStyle;
  readonly url?: string;
  readonly callback_data?: string;
  readonly web_app?: { readonly url: string };
  readonly copy_text?: { readonly text: string };
  readonly disabled?: Readonly<Record<string, never>>;
  /** Pays the invoice that it stands below. */
  readonly pay?: true;
  readonly switch_inline_query?: string;
  readonly switch_inline_query_current_chat?: string;
};

export type TgInlineKeyboard = { readonly inline_keyboard: readonly (readonly TgInlineButton[])[] };

export type TgReplyButton = {
  readonly text: string;
  readonly style?: ButtonStyle;
  readonly request_contact?: boolean;
  readonly request_location?: boolean;
  readonly web_app?: { readonly url: string };
};

export type TgReplyKeyboard = {
  readonly keyboard: readonly (readonly TgReplyButton[])[];
  readonly one_time_keyboard: boolean;
  readonly input_field_placeholder?: string;
};

/** What a bot may attach to a message it sends. */
export type Markup =
  | { readonly kind: 'inline'; readonly inline: TgInlineKeyboard }
  | { readonly kind: 'reply'; readonly reply: TgReplyKeyboard }
  | { readonly kind: 'remove' }
  | { readonly kind: 'force_reply'; readonly placeholder?: string };

export type TgContact = {
  readonly phone_number: string;
  readonly first_name: string;
  readonly last_name?: string;
  readonly user_id?: number;
  readonly vcard?: string;
};

export type TgFileRef = { readonly file_id: string; readonly file_unique_id: string; readonly file_size: number };
type TgPhotoSize = TgFileRef & { readonly width: number; readonly height: number };
type TgDocument = TgFileRef & { readonly file_name?: string; readonly mime_type?: string };

/** Amounts in the smallest unit of the currency; `XTR` are Telegram's Stars. */
export type TgInvoice = {
  readonly title: string;
  readonly description: string;
  readonly start_parameter: string;
  readonly currency: string;
  readonly total_amount: number;
};

export type TgRefund = {
  readonly currency: string;
  readonly total_amount: number;
  readonly invoice_payload: string;
  readonly telegram_payment_charge_id: string;
  readonly provider_payment_charge_id?: string;
};

export type TgPayment = TgRefund & { readonly provider_payment_charge_id: string };

export type TgMessage = {
  readonly message_id: number;
  readonly from: TgUser;
  readonly chat: TgChat;
  readonly date: number;
  readonly edit_date?: number;
  readonly reply_to_message?: TgMessage;
  readonly text?: string;
  readonly entities?: readonly TgEntity[];
  readonly caption?: string;
  readonly caption_entities?: readonly TgEntity[];
  readonly contact?: TgContact;
  readonly photo?: readonly TgPhotoSize[];
  readonly document?: TgDocument;
  readonly invoice?: TgInvoice;
  readonly successful_payment?: TgPayment;
  readonly refunded_payment?: TgRefund;
  readonly reply_markup?: TgInlineKeyboard;
};

export type BotCommand = { readonly command: string; readonly description: string };

export type MenuButton =
  | { readonly type: 'commands' | 'default' }
  | { readonly type: 'web_app'; readonly text: string; readonly web_app: { readonly url: string } };
