import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntityView } from '../api/protocol.ts';
import { type Piece, piecesOf } from './entities.ts';

const entity = (type: string, offset: number, length: number): EntityView => ({ type, offset, length });

/** `bold(a italic(b))`: short enough to compare. */
const shown = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (piece.kind === 'text' ? piece.text : `${piece.entity.type}(${shown(piece.pieces)})`)).join('');

const show = (text: string, ...entities: EntityView[]) => shown(piecesOf(text, entities));

test('a text without entities is one plain piece', () => {
  assert.deepEqual(piecesOf('hello', []), [{ kind: 'text', text: 'hello' }]);
});

test('offsets count UTF-16 units, so an emoji before an entity counts two', () => {
  assert.equal(show('👍 yes!', entity('bold', 3, 3)), '👍 bold(yes)!');
});

test('an entity inside another stands inside it, whichever is told first', () => {
  assert.equal(show('one two', entity('italic', 4, 3), entity('bold', 0, 7)), 'bold(one italic(two))');
});

test('two entities over the same text nest', () => {
  assert.equal(show('both', entity('bold', 0, 4), entity('italic', 0, 4)), 'bold(italic(both))');
});

test('entities that merely overlap are cut where the first ends', () => {
  assert.equal(show('abcdef', entity('bold', 0, 4), entity('italic', 2, 4)), 'bold(abitalic(cd))italic(ef)');
});

test('what lies outside of the text is ignored', () => {
  assert.equal(show('short', entity('bold', 3, 50), entity('italic', 90, 2), entity('code', 1, 0)), 'shobold(rt)');
});

test('no text is lost or doubled by any entities', () => {
  const text = 'Анна 👩‍👧 has a visit';
  const plain = (pieces: readonly Piece[]): string =>
    pieces.map((piece) => (piece.kind === 'text' ? piece.text : plain(piece.pieces))).join('');
  for (let from = 0; from < text.length; from += 1) {
    const entities = [entity('bold', from, 5), entity('italic', from + 2, 6), entity('code', 1, from)];
    assert.equal(plain(piecesOf(text, entities)), text);
  }
});

test('a newline beside a block is not shown twice', () => {
  assert.equal(show('a\nquote\nb', entity('blockquote', 2, 5)), 'ablockquote(quote)b');
  assert.equal(show('a\nbold\nb', entity('bold', 2, 4)), 'a\nbold(bold)\nb');
});
