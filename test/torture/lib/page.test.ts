import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOf } from './page.ts';
import { reportOf } from './report.ts';

const report = (name: string, wrong: readonly string[]) =>
  reportOf(
    { name, seed: 7, date: '2031-03-03T10:00:00Z' },
    { what: 'somebody does something', figures: { worst_ms: 1234.5 }, wrong },
  );

test('the page tells of each promise whether it holds, with its figures', () => {
  const page = pageOf([report('race', []), report('power', ['2 bookings are lost', 'the <b>end</b>'])]);
  assert.match(page, /1 of 2 hold/);
  assert.match(page, /race <small class="holds">holds/);
  assert.match(page, /power <small class="wrong">2 × wrong/);
  assert.match(page, /<td>worst ms<\/td><td>1,234.5<\/td>/);
  assert.ok(page.includes('the &lt;b&gt;end&lt;/b&gt;'), 'what was found is text');
});
