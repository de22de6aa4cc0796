import type { BotView, PersonView } from '../api/protocol.ts';
import { fullName } from '../logic/avatar.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';

type ContactDialogProps = {
  readonly bot: BotView;
  readonly person: PersonView;
  readonly onShare: () => void;
  readonly onClose: () => void;
};

/** Asks before a bot gets the person's number, as the messenger does. */
export const ContactDialog = ({ bot, person, onShare, onClose }: ContactDialogProps) => {
  const { say } = useApp();
  const share = () => {
    onShare();
    onClose();
  };
  return (
    <Dialog title={say('share_contact_title')} onClose={onClose}>
      <p>{say('share_contact_text', { bot: bot.first_name, name: fullName(person) })}</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {say('cancel')}
        </button>
        <button type="button" class="button primary" onClick={share}>
          {say('share')}
        </button>
      </div>
    </Dialog>
  );
};
