/** What stands in the first element of this name in an answer of S3; null when there is none. */
export const readTag = (xml: string, tag: string): string | null => {
  const [, text] = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml) ?? [];
  return text === undefined ? null : unescapeXml(text);
};

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (_whole, name: string) => ENTITIES[name] ?? '');

/** The code of a refusal, e.g. `AccessDenied`; its words may repeat what was signed, and stay where they are. */
export const errorOf = (xml: string): string => readTag(xml, 'Code') ?? '';

/** One page of a listing: names, and where the next one begins. */
export const readListing = (xml: string): { keys: string[]; next: string | null } => ({
  keys: [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescapeXml(key)),
  next: readTag(xml, 'IsTruncated') === 'true' ? readTag(xml, 'NextContinuationToken') : null,
});
