import type { EntityView } from '../api/protocol.ts';

/** A piece of a message: plain text, or an entity around further pieces. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'entity'; readonly entity: EntityView; readonly text: string; readonly pieces: readonly Piece[] };

/**
 * A message's text cut along its entities, outer around inner. Offsets and lengths count UTF-16 units, as Telegram
 * and JavaScript both do. Entities that merely overlap are cut in two; what lies outside the text is ignored.
 */
export const piecesOf = (text: string, entities: readonly EntityView[]): readonly Piece[] => {
  const inside = entities.flatMap((entity) => clipped(entity, 0, text.length));
  return withoutDoubleBreaks(cut(text, { from: 0, to: text.length }, inside.toSorted(outerFirst)));
};

const BLOCKS = new Set(['pre', 'blockquote', 'expandable_blockquote']);

const isBlock = (piece: Piece | undefined) => piece?.kind === 'entity' && BLOCKS.has(piece.entity.type);

/** A block begins and ends its line by itself; the newline written beside it would show as an empty line. */
const withoutDoubleBreaks = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.map((piece, at) => {
    if (piece.kind !== 'text') return piece;
    const before = isBlock(pieces[at - 1]) ? piece.text.replace(/^\n/, '') : piece.text;
    return { kind: 'text', text: isBlock(pieces[at + 1]) ? before.replace(/\n$/, '') : before };
  });

type Range = { readonly from: number; readonly to: number };

const endOf = (entity: EntityView) => entity.offset + entity.length;

const outerFirst = (a: EntityView, b: EntityView) => a.offset - b.offset || b.length - a.length;

const clipped = (entity: EntityView, from: number, to: number): readonly EntityView[] => {
  const offset = Math.max(entity.offset, from);
  const length = Math.min(endOf(entity), to) - offset;
  return length > 0 ? [{ ...entity, offset, length }] : [];
};

const cut = (text: string, { from, to }: Range, entities: readonly EntityView[]): readonly Piece[] => {
  const [outer, ...others] = entities;
  if (!outer) return plain(text, from, to);
  const end = endOf(outer);
  const inner = others.flatMap((entity) => clipped(entity, outer.offset, end));
  const rest = others.flatMap((entity) => clipped(entity, end, to));
  return [
    ...plain(text, from, outer.offset),
    {
      kind: 'entity',
      entity: outer,
      text: text.slice(outer.offset, end),
      pieces: cut(text, { from: outer.offset, to: end }, inner.toSorted(outerFirst)),
    },
    ...cut(text, { from: end, to }, rest.toSorted(outerFirst)),
  ];
};

const plain = (text: string, from: number, to: number): readonly Piece[] =>
  from < to ? [{ kind: 'text', text: text.slice(from, to) }] : [];
