import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultText, findOwnText, type Language, OWN_TEXTS, sampleValues } from '@okno/contract';
import { faultOf, placeholderNames, shownText } from './rules.ts';

const LANGUAGES = ['ru', 'en'] as const;

const fault = (key: string, text: string, language: Language = 'en'): string | null => {
  const own = findOwnText(key);
  assert.ok(own, `${key} is a business's to word`);
  return faultOf({ own, language }, text);
};

test('every default may be saved as it is, and has something to show in place of each placeholder', () => {
  assert.ok(OWN_TEXTS.length > 100, `only ${OWN_TEXTS.length} texts`);
  for (const language of LANGUAGES) {
    for (const own of OWN_TEXTS) {
      assert.equal(faultOf({ own, language }, defaultText(language, own.key)), null, `${language} ${own.key}`);
      for (const name of placeholderNames({ own, language }))
        assert.ok(name in sampleValues(language), `${own.key}: ${name} has a sample`);
    }
  }
});

test('each text stands in one section', () => {
  assert.equal(new Set(OWN_TEXTS.map(({ key }) => key)).size, OWN_TEXTS.length);
});

/** A fault, what breaks the rule, and the control beside it that does not. */
const CASES: readonly [what: string, key: string, bad: string, rule: RegExp, good: string, language?: Language][] = [
  ['braces that do not match', 'menu.greeting', 'Hello {business', /braces/, 'Hello {business}'],
  ['a missing placeholder', 'menu.greeting', 'Hello', /hold the placeholder “business”$/, 'Hello, {business}'],
  ['an unknown placeholder', 'menu.book', 'Book {name}', /not hold the placeholder “name”/, 'Book now'],
  [
    'a text that is counted',
    'menu.greeting',
    '{business, plural, one {x} other {y}}',
    /not count business/,
    '{business}',
  ],
  ['another form', 'menu.greeting', '{business, select, other {x}}', /no other forms/, '{business}'],
  [
    'a number with a form of its own',
    'specialists.rated',
    '{name} {rating, number, ::currency/EUR}',
    /no other/,
    '{name} {rating, number}',
  ],
  [
    'a plural form that is missing',
    'waitlist.place',
    '{place, plural, one {Первый} few {#} other {#}}',
    /the plural form many of place/,
    '{place, plural, one {Первый} few {#} many {#} other {#}}',
    'ru',
  ],
  [
    'a plural form that the language does not have',
    'waitlist.place',
    '{place, plural, one {First} few {x} other {#}}',
    /not have the plural form few/,
    '{place, plural, =1 {First} one {#} other {#}}',
  ],
  ['a tag that stays open', 'hint.text', '<b>Hello', /close the tag b/, '<b>Hello</b>'],
  ['a tag that closes nothing', 'hint.text', 'Hello</b>', /not close the tag b/, 'Hello'],
  ['tags that cross', 'hint.text', '<b><i>x</b></i>', /not close the tag b/, '<b><i>x</i></b>'],
  ['a tag that Telegram does not know', 'hint.text', '<h1>x</h1>', /not hold the tag h1/, '<u>x</u>'],
  [
    'a tag with attributes',
    'hint.text',
    '<b onclick="x">x</b>',
    /not hold the tag b/,
    '<a href="https://okno.example">x</a>',
  ],
  [
    'a link to a script',
    'hint.text',
    '<a href="javascript:x">x</a>',
    /not hold the tag a/,
    '<a href="tel:+4930">x</a>',
  ],
  ['a tag on a button', 'menu.book', '<b>Book</b>', /not hold the tag b/, 'Book'],
  ['a placeholder inside a tag', 'menu.greeting', '<a href="{business}">x</a>', /&lt; in place/, '<b>{business}</b>'],
  ['a sign that begins a tag', 'hint.text', '1 < 2', /&lt; in place/, '1 &lt; 2'],
  [
    'a tag that opens in one branch of a plural only',
    'waitlist.place',
    '{place, plural, one {<b>#} other {#}}</b>',
    /close the tag b/,
    '<b>{place, plural, one {#} other {#}}</b>',
  ],
  ['two lines on a button', 'menu.book', 'Book\nnow', /one line/, 'Book now'],
  ['a button that is too long', 'menu.book', 'B'.repeat(31), /at most 30/, 'B'.repeat(30)],
  ['a message that is too long', 'hint.text', 'x'.repeat(1001), /at most 1000/, `<b>${'x'.repeat(1000)}</b>`],
  ['nothing to be seen', 'hint.text', '<b> </b>', /can be seen/, '<b>.</b>'],
  [
    'nothing to be seen for some numbers',
    'waitlist.place',
    '{place, plural, one {} other {#}}',
    /can be seen/,
    '{place, plural, one {1} other {#}}',
  ],
];

for (const [what, key, bad, rule, good, language] of CASES) {
  test(`refused: ${what}; and what differs in that alone is not`, () => {
    assert.match(fault(key, bad, language) ?? 'nothing', rule);
    assert.equal(fault(key, good, language), null);
  });
}

test('what a business has no say in is not among its texts', () => {
  for (const key of [
    'error.internal',
    'rule.needed',
    'command.book',
    'notice.new_booking',
    'hint.slower',
    '__proto__',
    '',
  ])
    assert.equal(findOwnText(key), undefined, key);
});

test('a wording is shown with something in place of each placeholder', () => {
  const own = findOwnText('waitlist.place');
  assert.ok(own);
  assert.equal(shownText({ own, language: 'en' }, '{place, plural, one {#st} other {#nd}}'), '2nd');
});
