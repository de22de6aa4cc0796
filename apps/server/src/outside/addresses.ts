import ipaddr from 'ipaddr.js';

/** What may be reached for a stranger; everything else may not. */
export type Allowed = {
  /** An IP address, in any spelling. */
  readonly address: (address: string) => boolean;
  readonly port: (port: number) => boolean;
};

/** The only part of IPv6 that is given out to the public; what is embedded elsewhere may lead anywhere. */
const GLOBAL: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Addresses that look public and are not: 168.63.129.16 answers inside every machine of Azure only, and gives out its
 * certificates and settings.
 */
const NEAR_ADDRESSES = new Set(['168.63.129.16']);

/**
 * Whether an IP address lies in the open internet: no loopback, private, link-local (where clouds keep their
 * metadata), shared, reserved or multicast range, and none that carries an IPv4 address inside (mapped, NAT64, 6to4,
 * Teredo), which would be checked by nobody.
 */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast' || NEAR_ADDRESSES.has(address.toString())) return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL);
};

/** Where the web is served; other ports belong to other things. */
const PORTS = new Set([80, 443, 8080, 8443]);

export const PUBLIC: Allowed = { address: isPublicAddress, port: (port) => PORTS.has(port) };

/** Names of machines nearby. What they resolve to is checked as well; this only refuses them sooner. */
const NEAR_NAME = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/;

const parse = (text: string): URL | null => URL.parse(text.trim().replace(/^webcal:/i, 'https:'));

const mayBeAsked = (host: string, allowed: Allowed): boolean => {
  const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return ipaddr.isValid(name) ? allowed.address(name) : name.includes('.') && !NEAR_NAME.test(name);
};

/**
 * The rule that an address breaks, as far as it can be known without asking anybody, or null. Where its name leads is
 * found out when it is asked (docs/rules.md#imports).
 */
export const ruleOfAddress = (text: string, allowed: Allowed = PUBLIC): string | null => {
  const url = parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return 'must be an address such as https://calendar.example/me.ics';
  if (url.username !== '' || url.password !== '') return 'must not carry a name or a password';
  const port = url.port === '' ? { 'http:': 80, 'https:': 443 }[url.protocol] : Number(url.port);
  if (!allowed.port(port)) return 'must use port 80, 443, 8080 or 8443';
  return mayBeAsked(url.hostname, allowed) ? null : 'must lead into the open internet';
};

/**
 * An address that may be asked for a stranger, or undefined. `webcal:` is how calendar programs write `https:`. The
 * parser of addresses turns every spelling of an IPv4 address (decimal, octal, hexadecimal, short) into the usual one.
 */
export const readOutsideUrl = (text: string, allowed: Allowed): URL | undefined =>
  ruleOfAddress(text, allowed) === null ? (parse(text) ?? undefined) : undefined;
