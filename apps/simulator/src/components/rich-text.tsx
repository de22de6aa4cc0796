import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { EntityView } from '../api/protocol.ts';
import { type Piece, piecesOf } from '../logic/entities.ts';
import { deepLink, hrefOf } from '../logic/links.ts';
import { chatKey } from '../state/chat-key.ts';
import { useApp } from './app-context.ts';

type RichTextProps = { readonly text: string; readonly entities: readonly EntityView[]; readonly person_id: number };

/** A message's text with its entities. Everything is text to the browser; nothing is parsed as HTML. */
export const RichText = ({ text, entities, person_id }: RichTextProps) => (
  <>
    {piecesOf(text, entities).map((piece, at) => (
      <PieceView key={at} piece={piece} person_id={person_id} />
    ))}
  </>
);

type PieceProps = { readonly piece: Piece; readonly person_id: number };

const PieceView = ({ piece, person_id }: PieceProps): JSX.Element => {
  if (piece.kind === 'text') return <>{piece.text}</>;
  const inner = piece.pieces.map((inside, at) => <PieceView key={at} piece={inside} person_id={person_id} />);
  const { entity, text } = piece;
  const href = hrefOf(entity, text);
  if (href) return <Link href={href} person_id={person_id} inner={inner} />;
  return STYLES[entity.type]?.(inner, piece) ?? <>{inner}</>;
};

type StyledPiece = Extract<Piece, { kind: 'entity' }>;

const STYLES: Readonly<Record<string, (inner: ComponentChildren, piece: StyledPiece) => JSX.Element>> = {
  bold: (inner) => <strong>{inner}</strong>,
  italic: (inner) => <em>{inner}</em>,
  underline: (inner) => <u>{inner}</u>,
  strikethrough: (inner) => <s>{inner}</s>,
  code: (inner) => <code>{inner}</code>,
  pre: (inner, { entity }) => <pre data-language={entity.language}>{inner}</pre>,
  blockquote: (inner) => <blockquote>{inner}</blockquote>,
  expandable_blockquote: (inner) => <blockquote>{inner}</blockquote>,
  spoiler: (inner) => <Spoiler>{inner}</Spoiler>,
  mention: (inner) => <span class="mention">{inner}</span>,
  text_mention: (inner) => <span class="mention">{inner}</span>,
  hashtag: (inner) => <span class="mention">{inner}</span>,
  cashtag: (inner) => <span class="mention">{inner}</span>,
  bot_command: (inner) => <span class="mention">{inner}</span>,
  date_time: (inner, { entity }) => <DateTime unix_time={entity.unix_time}>{inner}</DateTime>,
};

type LinkProps = { readonly href: string; readonly person_id: number; readonly inner: ComponentChildren };

/** A link into one of the emulator's own bots opens that chat; any other a new tab. */
const Link = ({ href, person_id, inner }: LinkProps) => {
  const { state, dispatch, effects } = useApp();
  const deep = deepLink(href, state.world.bots);
  const follow = (event: Event) => {
    if (!deep) return;
    event.preventDefault();
    const chat = chatKey({ bot_id: deep.bot_id, person_id });
    dispatch({ type: 'open', chat });
    void effects.send(chat, deep.text);
  };
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" onClick={follow}>
      {inner}
    </a>
  );
};

const Spoiler = ({ children }: { readonly children: ComponentChildren }) => {
  const { say } = useApp();
  const [shown, setShown] = useState(false);
  if (shown) return <span class="spoiler shown">{children}</span>;
  return (
    <button type="button" class="spoiler" aria-label={say('spoiler')} onClick={() => setShown(true)}>
      <span aria-hidden="true">{children}</span>
    </button>
  );
};

const DateTime = ({
  unix_time,
  children,
}: {
  readonly unix_time?: number | undefined;
  readonly children: ComponentChildren;
}) => {
  const { dates } = useApp();
  if (unix_time === undefined) return <>{children}</>;
  return (
    <time class="moment" dateTime={new Date(unix_time * 1000).toISOString()} title={dates.full(unix_time * 1000)}>
      {children}
    </time>
  );
};
