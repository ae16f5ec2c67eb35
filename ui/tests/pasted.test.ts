import { expect, test } from 'vitest';

import { networks } from '../src/api/samples';
import { shapesOf, shaped, sortPasted, type Sorted } from '../src/pasted';

const sort = (network: string, text: string) => sortPasted(text, shapesOf(network));
const took = (id: string | null, secret: string | null, more: Partial<Sorted> = {}): Sorted => ({
  id,
  secret,
  wrong: [],
  unsure: [],
  ...more,
});

/** Of the length and letters of the real ones, and none of them. */
const real: Record<string, { id: string; secret: string; idCalled: string; secretCalled: string }> = {
  facebook: { id: '1234567890123456', secret: '0123456789abcdef0123456789abcdef', idCalled: 'App ID', secretCalled: 'App secret' },
  instagramviafacebook: { id: '987654321098765', secret: 'fedcba9876543210fedcba9876543210', idCalled: 'App ID', secretCalled: 'App secret' },
  instagram: { id: '1122334455667788', secret: 'aaaabbbbccccdddd0000111122223333', idCalled: 'Instagram app ID', secretCalled: 'Instagram app secret' },
  threads: { id: '8877665544332211', secret: '3333222211110000ddddccccbbbbaaaa', idCalled: 'Threads app ID', secretCalled: 'Threads app secret' },
  youtube: {
    id: '123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com',
    secret: 'GOCSPX-AbCdEfGhIjKlMnOpQrStUvWx_-12',
    idCalled: 'Client ID',
    secretCalled: 'Client secret',
  },
  tiktok: { id: 'awa1b2c3d4e5f6g7', secret: 'AbCdEfGh0123456789IjKlMnOpQrStUv', idCalled: 'Client key', secretCalled: 'Client secret' },
  linkedin: { id: '77abcdefgh1234', secret: 'AbCd0123EfGh4567', idCalled: 'Client ID', secretCalled: 'Primary Client Secret' },
  pinterest: { id: '1456789', secret: '0123456789abcdef0123456789abcdef01234567', idCalled: 'App ID', secretCalled: 'App secret key' },
  x: {
    id: 'QWJDZGVmR2hJamtMbW5PcHE6MTpjaQ',
    secret: 'AbCdEfGh-IjKlMnOp_QrStUvWx0123456789AbCdEfGhIjKlMn',
    idCalled: 'OAuth 2.0 Client ID',
    secretCalled: 'Client Secret',
  },
};
const each = Object.entries(real).map(([network, values]) => ({ network, ...values }));

test('every network that needs an app says what its values look like', () => {
  const wanted = networks().filter(({ needs_app }) => needs_app).map(({ id }) => id);
  expect([...shaped].sort()).toEqual(wanted.sort());
  expect(Object.keys(real).sort()).toEqual(wanted.sort());
});

test.each(each)('both values of $network are told apart, however they stand there', ({ network, id, secret, idCalled, secretCalled }) => {
  const upper = network.toUpperCase();
  for (const text of [
    `${id}\n${secret}`,
    `${secret}\n${id}`,
    `${id} ${secret}`,
    `  ${secret}\t${id}  `,
    `${idCalled}\n${id}\n${secretCalled}\n${secret}\nShow`,
    `${secretCalled}: ${secret}\r\n${idCalled}: ${id}\r\n`,
    `${idCalled} = "${id}"; ${secretCalled} = "${secret}"`,
    `${upper}_CLIENT_ID=${id}\nexport ${upper}_CLIENT_SECRET='${secret}'\n# redirect\nREDIRECT=https://www.example.com/back\n`,
    `client_id: ${id}\nclient_secret: ${secret}`,
    JSON.stringify({ clientId: id, clientSecret: secret }),
    JSON.stringify({ app: { client_id: id, nested: { client_secret: secret } }, port: 8080 }),
    `Hello Jana, here is the ${idCalled}: ${id}. Please keep it. The ${secretCalled} is (${secret}), not to be shared.`,
  ])
    expect(sort(network, text), text).toEqual(took(id, secret));
});

test.each(each)('one value of $network alone is taken, and the other one is not made up', ({ network, id, secret }) => {
  expect(sort(network, id)).toEqual(took(id, null));
  expect(sort(network, `Client secret: ${secret}`)).toEqual(took(null, secret));
});

test('the file that Google gives for a desktop app is read', () => {
  const { youtube } = real;
  const file = {
    installed: {
      client_id: youtube?.id,
      project_id: 'greentick-123456',
      auth_uri: 'https://accounts.google.com/o/oauth2/auth',
      token_uri: 'https://oauth2.googleapis.com/token',
      auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
      client_secret: youtube?.secret,
      redirect_uris: ['http://localhost'],
    },
  };
  expect(sort('youtube', JSON.stringify(file, null, 2))).toEqual(took(youtube?.id ?? '', youtube?.secret ?? ''));
  expect(sort('youtube', JSON.stringify({ web: file.installed }))).toEqual(took(null, null, { wrong: ['web_client'] }));
  const key = { type: 'service_account', client_id: '123456789012345678901', private_key: '-----BEGIN PRIVATE KEY-----' };
  expect(sort('youtube', JSON.stringify(key))).toEqual(took(null, null, { wrong: ['service_account'] }));
});

test.each([
  ['facebook', `EAAB${'a1'.repeat(40)}`, 'token'],
  ['facebook', '1234567890123456|AbCdEfGhIjKlMnOpQrStUvWxYz0', 'token'],
  ['facebook', 'Client token: 0123456789abcdef0123456789abcdef', 'client_token'],
  ['facebook', 'Instagram app ID 1122334455667788', 'other_pair'],
  ['instagram', 'App ID: 1234567890123456', 'basic_pair'],
  ['instagram', `IGAA${'b2'.repeat(40)}`, 'token'],
  ['threads', 'App secret\n0123456789abcdef0123456789abcdef', 'basic_pair'],
  ['threads', `THAA${'c3'.repeat(40)}`, 'token'],
  ['youtube', `AIza${'D4'.repeat(17)}e`, 'api_key'],
  ['youtube', `ya29.${'e5'.repeat(40)}`, 'token'],
  ['youtube', 'Project number: 123456789012', 'other_id'],
  ['tiktok', 'App ID 7123456789012345678', 'other_id'],
  ['tiktok', `act.${'f6'.repeat(20)}!4321`, 'token'],
  ['linkedin', 'App ID: 223344556', 'other_id'],
  ['linkedin', `AQ${'g7'.repeat(60)}`, 'token'],
  ['pinterest', `pina_${'H8'.repeat(30)}`, 'token'],
  ['x', 'AbCdEfGhIjKlMnOpQrStUvWx1', 'api_key'],
  ['x', `API Key Secret\n${'Ij9'.repeat(16)}Kl`, 'api_secret'],
  ['x', `1234567890-${'Kl'.repeat(20)}`, 'token'],
  ['x', `AAAAAAAAAAAAAAAAAAAAA${'Mn0%2B'.repeat(12)}`, 'token'],
  ['pinterest', 'https://developers.pinterest.com/apps/1456789/', 'address'],
])('at %s “%s” is known as what it is', (network, text, wrong) => {
  expect(sort(network, text)).toEqual(took(null, null, { wrong: [wrong] as Sorted['wrong'] }));
});

test('all four values of a page are sorted, and only the two that are wanted are taken', () => {
  const { id = '', secret = '' } = real.x ?? {};
  const text = `API Key\nAbCdEfGhIjKlMnOpQrStUvWx1\nAPI Key Secret\n${'Ij9'.repeat(16)}Kl\nClient ID\n${id}\nClient Secret\n${secret}`;
  expect(sort('x', text)).toEqual(took(id, secret, { wrong: ['api_key', 'api_secret'] }));
});

test('what may be two things is taken for neither', () => {
  const { id = '', secret = '' } = real.facebook ?? {};
  const other = '6543210987654321';
  expect(sort('facebook', `${id}\n${other}\n${secret}`)).toEqual(took(null, secret, { unsure: ['id'] }));
  expect(sort('facebook', `${secret} ${secret.replaceAll('0', '9')}`)).toEqual(took(null, null, { unsure: ['secret'] }));
  // Without a word beside it, it may as well be the secret of the API key.
  expect(sort('x', `${'Ij9'.repeat(16)}Kl`)).toEqual(took(null, null, { unsure: ['secret'] }));
  // The same twice is one.
  expect(sort('facebook', `${id} ${id}`)).toEqual(took(id, null));
});

test('words are taken for nothing, however many', () => {
  for (const network of [...shaped, 'unknown']) {
    expect(sort(network, 'Responsibilities of internationalisation, on 12 May 2026 at 10:30.')).toEqual(took(null, null));
    expect(sort(network, '')).toEqual(took(null, null));
    expect(sort(network, '{"a": ')).toEqual(took(null, null));
    expect(sort(network, 'a'.repeat(200_000))).toEqual(took(null, null));
  }
});

test('of a network that nobody described, what is labelled is taken and nothing else', () => {
  expect(sort('unknown', 'client_id=abc1234567890\nclient_secret=zyx0987654321')).toEqual(took('abc1234567890', 'zyx0987654321'));
  expect(sort('unknown', 'abc1234567890 zyx0987654321')).toEqual(took(null, null));
});
