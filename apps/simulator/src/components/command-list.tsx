import type { BotView } from '../api/protocol.ts';
import { useApp } from './app-context.ts';
import { moveFocus } from './menu.tsx';

type CommandListProps = {
  readonly commands: BotView['commands'];
  readonly onChoose: (command: string) => void;
};

/** The bot's commands above the composer; choosing one sends it. */
export const CommandList = ({ commands, onChoose }: CommandListProps) => {
  const { say } = useApp();
  if (commands.length === 0) return null;
  return (
    <div class="command-list" role="toolbar" aria-label={say('commands')} tabIndex={-1} onKeyDown={moveFocus}>
      {commands.map(({ command, description }) => (
        <button key={command} type="button" class="command" onClick={() => onChoose(command)}>
          <span class="command-name">/{command}</span>
          <span class="command-about">{description}</span>
        </button>
      ))}
    </div>
  );
};
