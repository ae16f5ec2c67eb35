// oidc-provider, a certified OAuth server that others wrote, with the clients that a test needs.
//
// Says its origin on the first line of output. Any login and password are right.
import { createServer } from 'node:http';

import { Provider } from 'oidc-provider';

const CALLBACK = 'http://127.0.0.1/callback/plain';
const SECRET = 'only+the%20tests/know=it:all';

const app = {
  application_type: 'native',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [CALLBACK],
};
const clients = [
  { ...app, client_id: 'desk', token_endpoint_auth_method: 'none' },
  {
    ...app,
    client_id: 'elsewhere',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/another/place'],
  },
  {
    ...app,
    client_id: 'basic',
    client_secret: SECRET,
    token_endpoint_auth_method: 'client_secret_basic',
  },
];

const person = (_context, id) => ({
  accountId: id,
  claims: () => ({ sub: id, name: `Person ${id}`, preferred_username: id }),
});

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(origin, {
    clients,
    scopes: ['openid', 'offline_access', 'profile', 'post'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    findAccount: person,
    pkce: { required: () => true },
    rotateRefreshToken: true,
    // Otherwise it forgives 15 seconds, and what ended seems to live.
    clockTolerance: 0,
    cookies: { keys: ['of no use to anybody'] },
    features: {
      devInteractions: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      RefreshToken: 14 * 86400,
      Grant: 14 * 86400,
      IdToken: 3600,
      Interaction: 600,
      Session: 86400,
    },
  });
  server.on('request', provider.callback());
  console.log(origin);
});

process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
