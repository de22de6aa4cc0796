import type { Upload } from '../core/params.ts';

export type Form = { readonly fields: Record<string, unknown>; readonly files: ReadonlyMap<string, Upload> };

const CRLF2 = Buffer.from('\r\n\r\n');

const attribute = (header: string, name: string): string | undefined =>
  new RegExp(`[;\\s]${name}="([^"]*)"`, 'i').exec(header)?.[1] ??
  new RegExp(`[;\\s]${name}=([^;\\s]+)`, 'i').exec(header)?.[1];

const boundaryOf = (contentType: string): string | undefined => {
  const match = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
};

const splitParts = (body: Buffer, boundary: string): readonly Buffer[] => {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Buffer[] = [];
  let from = body.indexOf(mark);
  while (from >= 0) {
    const next = body.indexOf(mark, from + mark.length);
    // After a boundary comes a line break, before the next one another: neither belongs to the part.
    if (next >= 0) parts.push(body.subarray(from + mark.length + 2, next - 2));
    from = next;
  }
  return parts;
};

/** Parses multipart/form-data. Undefined when the boundary is missing. */
export const parseMultipart = (contentType: string, body: Buffer): Form | undefined => {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return undefined;
  const fields: Record<string, unknown> = {};
  const files = new Map<string, Upload>();
  for (const part of splitParts(body, boundary)) {
    const split = part.indexOf(CRLF2);
    if (split < 0) continue;
    const header = part.subarray(0, split).toString();
    const content = part.subarray(split + CRLF2.length);
    const name = attribute(header, 'name');
    if (name === undefined) continue;
    const fileName = attribute(header, 'filename');
    if (fileName === undefined) {
      fields[name] = content.toString();
      continue;
    }
    const mimeType = /content-type:\s*([^\r\n]+)/i.exec(header)?.[1] ?? 'application/octet-stream';
    files.set(name, { file_name: fileName, mime_type: mimeType, content });
  }
  return { fields, files };
};
