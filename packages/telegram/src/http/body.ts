import { isRecord, type Params, type Upload } from '../core/params.ts';
import { parseMultipart } from './multipart.ts';

export type Body = { readonly params: Params; readonly files: ReadonlyMap<string, Upload> };
export type ParsedBody = { readonly ok: true; readonly body: Body } | { readonly ok: false };

const NO_FILES: ReadonlyMap<string, Upload> = new Map();

const parseJson = (text: string): ParsedBody => {
  if (text === '') return { ok: true, body: { params: {}, files: NO_FILES } };
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? { ok: true, body: { params: value, files: NO_FILES } } : { ok: false };
  } catch {
    return { ok: false };
  }
};

/** The parameters of a query string or a form. */
export const parseQuery = (text: string): Params => Object.fromEntries(new URLSearchParams(text));

/** Reads the three kinds of body the Bot API takes: JSON, urlencoded and multipart; others hold no parameters. */
export const parseBody = (contentType: string | undefined, content: Buffer): ParsedBody => {
  const type = contentType ?? '';
  if (type.startsWith('application/json')) return parseJson(content.toString());
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { ok: true, body: { params: parseQuery(content.toString()), files: NO_FILES } };
  }
  if (!type.startsWith('multipart/form-data')) return { ok: true, body: { params: {}, files: NO_FILES } };
  const form = parseMultipart(type, content);
  return form ? { ok: true, body: { params: form.fields, files: form.files } } : { ok: false };
};
