export type CheckedLink =
  | { readonly ok: true; readonly url: string }
  | {
      readonly ok: false;
      readonly why: 'Wrong HTTP URL' | 'Unsupported URL protocol' | 'Only HTTPS links are allowed';
    };

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const WITH_PORT = /^[^/?#]+:\d+/;

const parse = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/**
 * Says whether Telegram takes this text as a link of a button or an `<a href>`: http, https, tg or ton;
 * a bare host gets `http://`, and a host needs a dot, so that `http://localhost` is refused as it is there.
 */
export const checkLink = (text: string, options: { readonly https_only?: boolean } = {}): CheckedLink => {
  const scheme = WITH_PORT.test(text) ? undefined : SCHEME.exec(text)?.[1]?.toLowerCase();
  if (options.https_only && scheme !== 'https') return { ok: false, why: 'Only HTTPS links are allowed' };
  if (scheme === 'tg' || scheme === 'ton') return { ok: true, url: text };
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    return { ok: false, why: 'Unsupported URL protocol' };
  const url = parse(scheme === undefined ? `http://${text}` : text);
  if (!url?.hostname.includes('.')) return { ok: false, why: 'Wrong HTTP URL' };
  return { ok: true, url: url.href };
};
