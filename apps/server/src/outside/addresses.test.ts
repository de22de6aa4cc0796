import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublicAddress, PUBLIC, readOutsideUrl, ruleOfAddress } from './addresses.ts';

test('addresses of the open internet are public', () => {
  for (const address of ['93.184.216.34', '8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])
    assert.ok(isPublicAddress(address), address);
});

/** Addresses that lead to ourselves, to neighbours, to a cloud's metadata, or to nobody. */
const NEAR = [
  ...['0.0.0.0', '127.0.0.1', '127.8.8.8', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['169.254.169.254', '100.64.0.1', '192.0.0.192', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.51.100.1'],
  ...['203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '100.100.100.200', '168.63.129.16'],
  // The same one in other spellings.
  ...['2822734096', '0xa83f8110', '0250.077.0201.020'],
  ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'fec0::1', 'ff02::1', '2001:db8::1'],
  ...['3fff::1', '5f00::1', '100::1', '2001::1', '2001:2::1', '2001:10::1', '2001:20::1'],
  // IPv4 inside IPv6: mapped, compatible, translated, NAT64, 6to4.
  ...[
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
  ],
  ...['64:ff9b:1::7f00:1', '2002:7f00:1::1', '2002:a9fe:a9fe::1', '::ffff:8.8.8.8'],
  ...['', 'localhost', 'nonsense', '1.2.3.4.5'],
];

test('no address that is ours, private, shared, reserved or carries another inside is public', () => {
  for (const address of NEAR) assert.equal(isPublicAddress(address), false, address);
});

const read = (text: string): string | undefined => readOutsideUrl(text, PUBLIC)?.href;

test('addresses of calendars are read, and `webcal:` means `https:`', () => {
  assert.equal(read('https://calendar.example.com/a.ics?x=1'), 'https://calendar.example.com/a.ics?x=1');
  assert.equal(read(' http://calendar.example.com/ '), 'http://calendar.example.com/');
  assert.equal(read('webcal://p1.example.com/a.ics'), 'https://p1.example.com/a.ics');
  assert.equal(read('https://cloud.example.com:8443/a.ics'), 'https://cloud.example.com:8443/a.ics');
  assert.equal(read('https://93.184.216.34/a.ics'), 'https://93.184.216.34/a.ics');
  assert.equal(read('https://почта.example/a.ics'), 'https://xn--80a1acny.example/a.ics');
});

test('no spelling of a near address is read', () => {
  const hosts = [
    ...[
      '127.0.0.1',
      '127.1',
      '127.0.1',
      '2130706433',
      '0x7f000001',
      '0x7f.1',
      '0177.0.0.1',
      '017700000001',
      '0',
      '0x0',
    ],
    ...['127.0.0.1.', '①②⑦.0.0.1', '127。0。0。1', '%31%32%37.0.0.1', '169.254.169.254', '2852039166', '0xa9fea9fe'],
    ...[
      '[::1]',
      '[::]',
      '[0:0:0:0:0:0:0:1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::127.0.0.1]',
      '[fd00::1]',
    ],
    ...['[::ffff:169.254.169.254]', '[2002:7f00:1::]', '192.168.1.1', '10.1'],
    ...[
      'localhost',
      'LOCALHOST',
      'localhost.',
      'a.localhost',
      'printer.local',
      'db.internal',
      'metadata.google.internal',
    ],
    ...['metadata', 'router.lan', 'nas.home.arpa', 'intranet'],
  ];
  for (const host of hosts) {
    assert.equal(read(`http://${host}/a.ics`), undefined, host);
    assert.equal(read(`webcal://${host}/a.ics`), undefined, host);
  }
});

test('other protocols, other ports, names and passwords in the address are refused', () => {
  for (const text of [
    'file:///etc/passwd',
    'ftp://calendar.example.com/a.ics',
    'gopher://calendar.example.com/',
    'data:text/calendar,BEGIN:VCALENDAR',
    'javascript:alert(1)',
    'https://user:secret@calendar.example.com/',
    'https://user@calendar.example.com/',
    'https://calendar.example.com:22/',
    'http://calendar.example.com:6379/',
    'https://calendar.example.com:5432/',
    'calendar.example.com/a.ics',
    '//calendar.example.com/',
    'https://',
    '',
  ])
    assert.equal(read(text), undefined, text);
});

test('what is wrong with an address is told as a rule', () => {
  const rules = {
    'https://calendar.example.com/a.ics': null,
    'file:///etc/passwd': 'must be an address such as https://calendar.example/me.ics',
    'https://me:secret@calendar.example.com/a.ics': 'must not carry a name or a password',
    'https://calendar.example.com:22/a.ics': 'must use port 80, 443, 8080 or 8443',
    'http://192.168.1.1/a.ics': 'must lead into the open internet',
    'webcal://localhost/a.ics': 'must lead into the open internet',
    'http://[fd00::1]/a.ics': 'must lead into the open internet',
  };
  for (const [address, rule] of Object.entries(rules)) assert.equal(ruleOfAddress(address), rule, address);
});
