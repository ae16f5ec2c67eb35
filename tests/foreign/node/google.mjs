// Google's OAuth as `emulate` plays it, with the one app and the one person that a test needs.
//
// Says its origin on the first line of output.
import { createServer } from 'node:http';

import { createEmulator } from 'emulate';

/** A port that nobody listens on. */
function free() {
  return new Promise((told) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => told(port));
    });
  });
}

const google = await createEmulator({
  service: 'google',
  hostname: '127.0.0.1',
  port: await free(),
  seed: {
    google: {
      users: [{ email: 'jana@example.com', name: 'Jana Weiss' }],
      oauth_clients: [
        {
          client_id: 'desk.apps.googleusercontent.com',
          client_secret: 'GOCSPX-only-the-tests-know',
          name: 'Desk',
          redirect_uris: ['http://127.0.0.1:51234/callback/youtube'],
        },
      ],
    },
  },
});
console.log(google.url.replace('localhost', '127.0.0.1'));

process.on('SIGTERM', () => google.close().then(() => process.exit(0)));
