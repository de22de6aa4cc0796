import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createTexts, type Language } from '@okno/contract';
import type { ButtonMatcher, ButtonView, TapResult } from '@okno/telegram';
import { createTranscript } from './transcript.test.ts';
import { createVoice, type Voice } from './voice.ts';
import { testWorld, type World, type WorldOptions } from './world.test.ts';

/** One person's side of a conversation that is being recorded. Every step waits for the bot's answer. */
export type Scene = {
  readonly world: World;
  readonly language: Language;
  /** The words of a button, in the language of this conversation. */
  readonly label: Voice['label'];
  readonly type: (text: string, options?: { readonly reply_to_message_id: number }) => Promise<void>;
  readonly start: (payload?: string) => Promise<void>;
  readonly tap: (button: ButtonMatcher) => Promise<void>;
  readonly share: (phone: string) => Promise<void>;
  /** Something that happens elsewhere, with what it brings into the chat. */
  readonly meanwhile: (what: string, happens: () => unknown) => Promise<void>;
};

const FOLDER = path.join(import.meta.dirname, 'conversations');

/**
 * Holds a conversation in both languages and compares it with `conversations/<name>.<language>.txt`. To renew a
 * recording delete it and run the test: it writes what it heard, and fails until somebody has read it and runs it again.
 */
export const conversation = (
  name: string,
  talk: (scene: Scene) => Promise<void>,
  options: Omit<WorldOptions, 'language'> = {},
): void => {
  for (const language of ['ru', 'en'] as const)
    test(`the conversation “${name}” is the one that is recorded (${language})`, async () => {
      // Two processes take turns, and nobody notices.
      await using world = await testWorld({ ...options, language, processes: 2 });
      const said = await record(world, language, talk);
      assert.deepEqual(world.logs, [], 'nothing broke');
      compare(path.join(FOLDER, `${name}.${language}.txt`), said);
    });
};

const record = async (world: World, language: Language, talk: (scene: Scene) => Promise<void>): Promise<string> => {
  const { olga } = world;
  const transcript = createTranscript(olga);
  const { first_name } = olga.person;
  /** One step of the person is one update. */
  const step = async <T>(line: string, act: () => Promise<T>): Promise<T> => {
    transcript.add(line);
    const handled = world.handled();
    const done = await act();
    await world.until(() => world.handled() > handled);
    transcript.look();
    return done;
  };
  await talk({
    world,
    language,
    label: createVoice(createTexts(), language, world.emulator.clock.now()).label,
    type: async (text, to) => {
      await step(`${first_name}: ${text}`, () => olga.type(text, to));
    },
    start: async (payload) => {
      const link = payload === undefined ? 'starts the bot' : `opens t.me/…?start=${payload}`;
      await step(`${first_name} ${link}`, () => olga.start(payload));
    },
    tap: async (button) => {
      const { answer } = await step(`${first_name} taps [${nameOf(world, button)}]`, () => olga.tap(button));
      if (answer !== undefined) transcript.add(shown(answer));
    },
    share: async (phone) => {
      await step(`${first_name} shares the number ${phone}`, () => olga.shareContact(phone));
    },
    meanwhile: async (what, happens) => {
      transcript.add(`(${what})`);
      await happens();
      await world.idle();
      transcript.look();
    },
  });
  return transcript.text();
};

/** What stands on the button that will be tapped. */
const nameOf = ({ olga }: World, button: ButtonMatcher): string => {
  if (typeof button === 'string') return button;
  const fits = olga
    .messages()
    .toReversed()
    .map(({ inline_keyboard = [] }) => inline_keyboard.flat().find((one) => isMeant(one, button)))
    .find((one) => one !== undefined);
  return fits?.text ?? String(button);
};

const isMeant = (one: ButtonView, button: Exclude<ButtonMatcher, string>): boolean =>
  button instanceof RegExp ? button.test(one.text) : button(one);

const shown = ({ text, show_alert }: NonNullable<TapResult['answer']>): string =>
  show_alert ? `Bot, to be closed: ${text}` : `Bot, for a moment: ${text}`;

/** Exported for the test that the comparison can fail. */
export const compare = (file: string, said: string): void => {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, said);
    assert.fail(`${path.basename(file)} has been recorded just now: read it, and run the test again`);
  }
  assert.equal(said, readFileSync(file, 'utf8'));
};
