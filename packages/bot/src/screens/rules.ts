import type { TargetOf } from '../callback-data.ts';
import { nonceOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { inRows, tap, type View } from '../view.ts';
import { backToManage } from './manage-buttons.ts';
import { homeButton, isManager, menuView } from './menu.ts';
import { RULES, type Rule, type Rules, valueWords } from './rule-values.ts';
import { askRule, chooseRule, saveRule } from './rules-words.ts';

/** What the business has decided, and the way to decide otherwise (docs/rules.md#decisions-of-the-business). */
export const openRules = async (turn: Turn, { act, rule, number, nonce }: TargetOf<'rules'>): Promise<View> => {
  if (!isManager(turn.me.role)) return menuView(turn, 'manage.not_yours');
  if (rule === 'none' || act === 'show') {
    await turn.dialogues.leave(turn);
    return rulesView(turn, await turn.ask('tenants.rules', {}));
  }
  if (act === 'edit') return askRule(turn, rule);
  if (act === 'choose') return chooseRule(turn, rule, number);
  return saveRule(turn, { rule, nonce }, rulesView);
};

/** The way to them; for owners. */
export const rulesButton = (turn: Turn) =>
  tap(turn.label('rules_screens.open'), { screen: 'rules', act: 'show', rule: 'none', number: 0, nonce: 0 });

const rulesView = (turn: Turn, rules: Rules): View => {
  const line = (rule: Rule): string =>
    turn.say('rules_screens.line', {
      rule: turn.label(`rules_screens.${rule}`),
      value: valueWords(turn, rule, rules[rule]),
    });
  const nonce = nonceOf(turn.update_id);
  const buttons = RULES.map((rule) =>
    tap(turn.label(`rules_screens.short_${rule}`), { screen: 'rules', act: 'edit', rule, number: 0, nonce }),
  );
  return {
    text: [turn.say('rules_screens.title', { business: turn.me.tenant.name }), '', ...RULES.map(line)].join('\n'),
    keyboard: [...inRows(buttons, 2), [backToManage(turn), homeButton(turn)]],
  };
};
