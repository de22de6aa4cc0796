import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAutoEntities } from './auto-entities.ts';
import { parseHtml } from './html.ts';

const short = (source: string): readonly string[] => {
  const { text, entities } = parseHtml(source);
  return entities.map((entity) => `${entity.type}:${text.slice(entity.offset, entity.offset + entity.length)}`);
};

test('every tag becomes its entity', () => {
  const source =
    '<b>a</b><strong>b</strong><i>c</i><em>d</em><u>e</u><ins>f</ins><s>g</s><del>h</del>' +
    '<tg-spoiler>i</tg-spoiler><span class="tg-spoiler">j</span><code>k</code><pre>l</pre><blockquote>m</blockquote>' +
    '<blockquote expandable>n</blockquote>';
  assert.deepEqual(short(source), [
    'bold:a',
    'bold:b',
    'italic:c',
    'italic:d',
    'underline:e',
    'underline:f',
    'strikethrough:g',
    'strikethrough:h',
    'spoiler:i',
    'spoiler:j',
    'code:k',
    'pre:l',
    'blockquote:m',
    'expandable_blockquote:n',
  ]);
});

test('offsets count UTF-16 code units and references are decoded', () => {
  assert.deepEqual(parseHtml('😀 &lt;&amp;&quot;&gt;&#1103; &nbsp; <b>я😀</b>'), {
    text: '😀 <&">я &nbsp; я😀',
    entities: [{ type: 'bold', offset: 16, length: 3 }],
  });
});

test('links, languages and dates keep their attributes', () => {
  assert.deepEqual(parseHtml('<a href="https://example.com/?a=1&amp;b=2">x</a>').entities, [
    { type: 'text_link', offset: 0, length: 1, url: 'https://example.com/?a=1&b=2' },
  ]);
  assert.deepEqual(parseHtml('<pre><code class="language-ts">x</code></pre>').entities, [
    { type: 'pre', offset: 0, length: 1, language: 'ts' },
  ]);
  assert.deepEqual(parseHtml('<tg-time unix="1800000000" format="r">x</tg-time>').entities, [
    { type: 'date_time', offset: 0, length: 1, unix_time: 1_800_000_000, date_time_format: 'r' },
  ]);
  assert.deepEqual(parseHtml('<a href="nowhere">x</a>').entities, []);
});

test('broken markup is refused in the words of Telegram with byte offsets', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['я < б', 'Unsupported start tag "" at byte offset 3'],
    ['<x>a</x>', 'Unsupported start tag "x" at byte offset 0'],
    ['<b>a', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<b>a</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['a</b>', 'Unexpected end tag at byte offset 1'],
    ['a <b', 'Unclosed start tag at byte offset 2'],
    ['<b>a</b', 'Unclosed end tag at byte offset 4'],
    ['<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<a =>x</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<a href=a/b>x</a>', 'Unexpected end of name token at byte offset 8'],
  ];
  for (const [source, why] of cases) {
    assert.throws(() => parseHtml(source), { message: `Bad Request: can't parse entities: ${why}` }, source);
  }
});

test('commands, mentions, hashtags, links and addresses are found in plain text', () => {
  const text = '/start@my_bot x, write to @some_one or a@b.org: https://example.com/a/b. #тег 1/2 #1';
  assert.deepEqual(
    withAutoEntities(text, []).map(
      (entity) => `${entity.type} ${text.slice(entity.offset, entity.offset + entity.length)}`,
    ),
    ['bot_command /start@my_bot', 'mention @some_one', 'email a@b.org', 'url https://example.com/a/b', 'hashtag #тег'],
  );
});

test('nothing is found inside code', () => {
  const { text, entities } = parseHtml('<code>/start</code>');
  assert.deepEqual(withAutoEntities(text, entities), [{ type: 'code', offset: 0, length: 6 }]);
});
