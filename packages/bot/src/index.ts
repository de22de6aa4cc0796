export { type BotFace, createBotFace } from './bot-face.ts';
export { writeId } from './callback-fields.ts';
export { type CommandName, commandsOf } from './commands.ts';
export type { Admit, BotAccount, BotDeps, CallBotApi, LogEntry, Pace } from './deps.ts';
export { createPacer, type Pacer } from './pacer.ts';
