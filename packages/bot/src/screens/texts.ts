import { type Actions, type Output, TEXT_SECTIONS, type TextKey, type TextSection } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { plainOf } from '../html.ts';
import type { Turn } from '../turn.ts';
import { type Button, fit, MAX_LABEL, pager, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';

export type OwnText = Output<Actions['texts.get']>;

/** As many as can be seen without scrolling. */
const PAGE = 8;

/** The sections of texts, or the texts of one. */
export const openTexts = async (turn: Turn, { section, page }: TargetOf<'texts'>): Promise<View> =>
  section === 'none' ? sectionsView(turn) : listView(turn, section, page);

/** Where one goes back to from a section. */
export const sectionsButton = (turn: Turn): Button =>
  tap(turn.label('own_texts.all'), { screen: 'texts', section: 'none', page: 0 });

const sectionsView = (turn: Turn): View => ({
  text: turn.say('own_texts.title'),
  keyboard: [
    ...TEXT_SECTIONS.map((section) => [tap(turn.label(`own_texts.${section}`), { screen: 'texts', section, page: 0 })]),
    [homeButton(turn)],
  ],
});

const listView = async (turn: Turn, section: TextSection, page: number): Promise<View> => {
  const { items, total } = await turn.ask('texts.list', {
    ...{ language: turn.language, section, page: page + 1, limit: PAGE },
  });
  return {
    text: turn.say('own_texts.pick', { section: turn.label(`own_texts.${section}`) }),
    keyboard: [
      ...items.map((one) => [textButton(turn, one)]),
      ...pager(page, Math.ceil(total / PAGE), (other) => ({ screen: 'texts', section, page: other })),
      [sectionsButton(turn), homeButton(turn)],
    ],
  };
};

/** A text is known by its first words. */
const textButton = (turn: Turn, { key, kind, own, shown }: OwnText): Button => {
  const words = (kind === 'message' ? plainOf(shown) : shown).replaceAll(/\s+/g, ' ').trim();
  return tap(fit(`${own === null ? '' : '● '}${words}`, MAX_LABEL), {
    ...{ screen: 'text', text: key as TextKey, language: turn.language, act: 'show', nonce: 0 },
  });
};
