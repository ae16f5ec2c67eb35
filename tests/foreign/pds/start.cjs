// A Bluesky server (the reference PDS) with a directory of accounts in memory, both on this
// computer only, with data that is thrown away. The packages are those of the current folder.
// The first line of output tells where both are.
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { randomBytes } = require('node:crypto');
const { createRequire } = require('node:module');

// Both listen on every address by themselves.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  if (port && typeof port === 'object') return listen.call(this, { ...port, host: '127.0.0.1' }, ...rest);
  if (typeof rest[0] === 'string') rest.shift();
  return listen.call(this, port, '127.0.0.1', ...rest);
};

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer().on('error', reject);
    probe.listen(0, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
const hex = () => randomBytes(32).toString('hex');

async function main() {
  const installed = createRequire(path.join(process.cwd(), '/'));
  const { PlcServer, MockDatabase } = installed('@did-plc/server');
  const { PDS } = installed('@atproto/pds');

  const plcPort = await freePort();
  const plc = PlcServer.create({ db: new MockDatabase(), port: plcPort });
  await plc.start();

  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'pds-'));
  const blobs = path.join(data, 'blobs');
  fs.mkdirSync(blobs);
  const pdsPort = await freePort();
  Object.assign(process.env, {
    // Any other name would make it speak of itself as https.
    PDS_HOSTNAME: 'localhost',
    PDS_PORT: String(pdsPort),
    PDS_SERVICE_DID: 'did:web:localhost',
    PDS_DEV_MODE: '1',
    PDS_INVITE_REQUIRED: '0',
    PDS_DATA_DIRECTORY: data,
    PDS_BLOBSTORE_DISK_LOCATION: blobs,
    PDS_DID_PLC_URL: `http://127.0.0.1:${plcPort}`,
    PDS_JWT_SECRET: hex(),
    PDS_DPOP_SECRET: hex(),
    PDS_ADMIN_PASSWORD: 'admin',
    PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: hex(),
    LOG_ENABLED: '0',
  });
  const pds = await PDS.fromEnv();
  await pds.start();

  // Nothing of it is of use afterwards.
  const stop = () => {
    fs.rmSync(data, { recursive: true, force: true });
    process.exit(0);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  console.log(JSON.stringify({ plc: `http://127.0.0.1:${plcPort}/`, pds: `http://localhost:${pdsPort}/` }));
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
