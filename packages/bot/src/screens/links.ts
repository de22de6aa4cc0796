import type { TargetOf } from '../callback-data.ts';
import { writeId } from '../callback-fields.ts';
import type { Turn } from '../turn.ts';
import { type Button, fit, MAX_LABEL, pageOf, pager, type View } from '../view.ts';
import { homeButton, menuView } from './menu.ts';

const PER_PAGE = 8;

type Link = { readonly name: string; readonly url: string };

/** For staff: the addresses that open this bot at a service or with a specialist (see `startView`), to be handed on. */
export const openLinks = async (turn: Turn, target: Pick<TargetOf<'links'>, 'page'>): Promise<View> => {
  if (turn.me.role === 'client') return menuView(turn, 'links.not_staff');
  const { services, specialists } = await turn.catalogue();
  const bot = `https://t.me/${turn.bot_username}`;
  const all: Link[] = [
    { name: turn.me.tenant.name, url: bot },
    ...specialists.map(({ id, name }) => ({ name: `👤 ${name}`, url: `${bot}?start=p_${writeId(id)}` })),
    ...services.map(({ id, name }) => ({ name: `💼 ${name}`, url: `${bot}?start=s_${writeId(id)}` })),
  ];
  const { items, page, pages } = pageOf(all, target.page, PER_PAGE);
  return {
    text: [turn.say('links.title'), ...items.map((link) => turn.say('links.line', link))].join('\n\n'),
    keyboard: [
      ...items.map((link) => [copyButton(link)]),
      ...pager(page, pages, (to) => ({ screen: 'links', page: to })),
      [homeButton(turn)],
    ],
  };
};

/** A tap puts the address on the clipboard. */
const copyButton = ({ name, url }: Link): Button => ({ text: fit(`📋 ${name}`, MAX_LABEL), copy_text: { text: url } });
