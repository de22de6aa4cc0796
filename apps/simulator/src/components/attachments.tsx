import type { MessageView } from '../api/protocol.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icons.tsx';
import { useMoney } from './use-money.ts';

type AttachmentsProps = { readonly bot_id: number; readonly message: MessageView };

/** What a message carries besides its text: a contact, a file, a picture. */
export const Attachments = ({ bot_id, message }: AttachmentsProps) => {
  const { contact, document, photo, invoice, payment } = message;
  return (
    <>
      {contact && <Contact contact={contact} />}
      {document && <Document bot_id={bot_id} document={document} />}
      {invoice && <Invoice invoice={invoice} />}
      {payment && <Payment payment={payment} />}
      {photo && <Photo bot_id={bot_id} photo={photo} />}
    </>
  );
};

type Attached<K extends keyof MessageView> = NonNullable<MessageView[K]>;

const Contact = ({ contact }: { readonly contact: Attached<'contact'> }) => (
  <span class="attached">
    <span class="attached-icon">
      <Icon name="contact" size={22} />
    </span>
    <span>
      <strong>{contact.first_name}</strong>
      <span class="attached-detail">{contact.phone_number.replace(/^(?=\d)/, '+')}</span>
    </span>
  </span>
);

const Invoice = ({ invoice }: { readonly invoice: Attached<'invoice'> }) => {
  const { say } = useApp();
  const money = useMoney();
  return (
    <span class="invoice">
      <strong>{invoice.title}</strong>
      <span>{invoice.description}</span>
      <span class="attached-detail">
        {invoice.paid ? `✓ ${say('paid')} · ${say('receipt', { amount: money(invoice) })}` : money(invoice)}
      </span>
    </span>
  );
};

const Payment = ({ payment }: { readonly payment: Attached<'payment'> }) => {
  const { say } = useApp();
  const amount = useMoney()(payment);
  return (
    <span class="attached">
      <span class="attached-icon">
        <Icon name="card" size={22} />
      </span>
      <strong>{say(payment.refunded ? 'refunded' : 'you_paid', { amount })}</strong>
    </span>
  );
};

type DocumentProps = { readonly bot_id: number; readonly document: Attached<'document'> };

const Document = ({ bot_id, document }: DocumentProps) => {
  const { effects, say } = useApp();
  const { file_id, file_name } = document;
  return (
    <a
      class="attached"
      href={effects.fileUrl(bot_id, file_id)}
      download={file_name}
      aria-label={say('download', { file: file_name })}
    >
      <span class="attached-icon">
        <Icon name="arrow_down" size={22} />
      </span>
      <strong>{file_name}</strong>
    </a>
  );
};

const Photo = ({ bot_id, photo }: { readonly bot_id: number; readonly photo: Attached<'photo'> }) => {
  const { effects, say } = useApp();
  const { file_id, width, height } = photo;
  // Width and height keep the place before the picture has come, so that nothing jumps.
  return <img class="photo" src={effects.fileUrl(bot_id, file_id)} alt={say('photo')} width={width} height={height} />;
};
