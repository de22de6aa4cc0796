import type { MessageView } from '../api/protocol.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icons.tsx';

type AttachmentsProps = { readonly bot_id: number; readonly message: MessageView };

/** What a message carries besides its text: a contact, a file, a picture. */
export const Attachments = ({ bot_id, message }: AttachmentsProps) => {
  const { contact, document, photo } = message;
  return (
    <>
      {contact && <Contact contact={contact} />}
      {document && <Document bot_id={bot_id} document={document} />}
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
