import { actions, readAs, ruleIn } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import type { Open } from '../dialogues.ts';
import type { RuleChange } from '../managing.ts';
import type { Turn } from '../turn.ts';
import { inRows, tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { homeButton } from './menu.ts';
import { lostView } from './review-words.ts';
import { choicesOf, RULES, type Rule, type Rules, readValue, type Value, valueWords } from './rule-values.ts';

const to = (turn: Turn, act: TargetOf<'rules'>['act'], rule: Rule | 'none', index = 0): TargetOf<'rules'> => ({
  ...{ screen: 'rules', act, rule, number: index, nonce: nonceOf(turn.update_id) },
});

/** Asks for another value; the usual ones are a tap away. */
export const askRule = async (turn: Turn, rule: Rule): Promise<View> => {
  const rules = await turn.ask('tenants.rules', {});
  const begun = await turn.dialogues.begin(turn, { name: 'rule', state: 'asked', rule });
  return begun
    ? askView(turn, rule, [
        turn.say('rules_screens.now', nowWords(turn, rule, rules)),
        '',
        turn.say(`rules_screens.ask_${rule}`),
      ])
    : lostView(turn);
};

const nowWords = (turn: Turn, rule: Rule, rules: Rules) => ({
  rule: turn.label(`rules_screens.${rule}`),
  value: valueWords(turn, rule, rules[rule]),
});

const askView = (turn: Turn, rule: Rule, lines: readonly string[]): View => ({
  text: lines.join('\n'),
  keyboard: [
    ...choiceRows(turn, rule),
    [tap(turn.label('rules_screens.keep'), to(turn, 'show', 'none')), homeButton(turn)],
  ],
});

const choiceRows = (turn: Turn, rule: Rule) => {
  const buttons = choicesOf(rule).flatMap((said, index) => {
    const value = readValue(rule, said);
    return value === undefined ? [] : [tap(valueWords(turn, rule, value), to(turn, 'choose', rule, index))];
  });
  // Reminders are long words.
  return inRows(buttons, rule === 'reminder_minutes' ? 1 : 2);
};

/** One of the usual values was tapped. */
export const chooseRule = (turn: Turn, rule: Rule, index: number): Promise<View> =>
  confirm(turn, rule, choicesOf(rule)[index] ?? '');

/** A value came in words. */
export const takeRule = async (turn: Turn, { dialogue }: Open<RuleChange>, said: string): Promise<View> => {
  const rule = RULES.find((one) => one === dialogue.rule);
  return rule === undefined ? lostView(turn) : confirm(turn, rule, said);
};

/** What the contract says against a value; undefined when nothing. */
const complaintOf = (rule: Rule, value: Value): string | undefined =>
  readAs(actions['tenants.update_rules'].input, { [rule]: value }).complaints?.[0]?.rule;

/** Shown beside what holds now before it counts; what cannot be is said. */
const confirm = async (turn: Turn, rule: Rule, said: string): Promise<View> => {
  const value = readValue(rule, said);
  if (value === undefined)
    return askView(turn, rule, [turn.say('rules_screens.not_understood'), '', turn.say(`rules_screens.ask_${rule}`)]);
  const complaint = complaintOf(rule, value);
  if (complaint !== undefined)
    return askView(turn, rule, [
      turn.say('rules_screens.refused', { rule: ruleIn(turn.texts, turn.language, complaint) }),
    ]);
  const rules = await turn.ask('tenants.rules', {});
  const begun = await turn.dialogues.begin(turn, {
    ...{ name: 'rule', state: 'confirming', rule, said },
    nonce: nonceOf(turn.update_id),
  });
  if (!begun) return lostView(turn);
  const words = { ...nowWords(turn, rule, rules), after: valueWords(turn, rule, value) };
  return {
    text: [turn.say('rules_screens.check', words), '', turn.say(`rules_screens.means_${rule}`)].join('\n'),
    keyboard: [
      [tap(turn.label('rules_screens.save'), to(turn, 'save', rule), 'success')],
      [tap(turn.label('rules_screens.other'), to(turn, 'edit', rule))],
      [tap(turn.label('rules_screens.keep'), to(turn, 'show', 'none')), homeButton(turn)],
    ],
  };
};

/**
 * Saves what was shown above this button; one below an older value saves nothing. Written before the dialogue ends: the
 * same value twice is the same value.
 */
export const saveRule = async (
  turn: Turn,
  { rule, nonce }: { readonly rule: Rule; readonly nonce: number },
  show: (turn: Turn, rules: Rules) => View,
): Promise<View> => {
  const found = await turn.dialogues.find(turn);
  if (typeof found === 'string' || found.dialogue.name !== 'rule') return lostView(turn);
  const { dialogue } = found;
  const isIt = dialogue.state === 'confirming' && dialogue.rule === rule && dialogue.nonce === nonce;
  const value = isIt ? readValue(rule, dialogue.said) : undefined;
  if (value === undefined) return lostView(turn);
  const rules = await turn.ask('tenants.update_rules', { [rule]: value }, { idempotency_key: tapKey(turn) });
  await turn.dialogues.goOn(turn, found, null);
  // The telephone number and the notice stand in what is known of everybody here.
  turn.forgetMe();
  return { ...show(turn, rules), toast: turn.label('rules_screens.saved') };
};
