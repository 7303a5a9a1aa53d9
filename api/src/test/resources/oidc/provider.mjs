// An OpenID provider for tests: people log in by the device flow with any name, and the machine `ci` with its secret. It listens on a
// free port of this machine, says where, and makes a new key when it is asked to: POST /rotate.
//
//   node provider.mjs FOLDER      where FOLDER/node_modules has oidc-provider
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const library = pathToFileURL(`${process.argv[2]}/node_modules/oidc-provider/lib/index.js`);
const { default: Provider } = await import(library);

const DEVICE_FLOW = 'urn:ietf:params:oauth:grant-type:device_code';
let answer;

const server = createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/rotate') {
    renew();
    response.end('{}');
  } else {
    answer(request, response);
  }
});

server.listen(0, '127.0.0.1', () => {
  renew();
  console.log(`issuer ${issuer()}`);
});

function issuer() {
  return `http://127.0.0.1:${server.address().port}`;
}

function key() {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...pair.privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

// A provider can not change its keys, so there is another one with the same memory.
function renew() {
  const provider = new Provider(issuer(), {
    clients: [
      {
        client_id: 'automat-cli',
        token_endpoint_auth_method: 'none',
        grant_types: [DEVICE_FLOW, 'refresh_token'],
        redirect_uris: [],
        response_types: [],
      },
      {
        client_id: 'ci',
        client_secret: 'secret-of-ci',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys: [key()] },
    scopes: ['openid', 'offline_access', 'email', 'groups'],
    claims: { openid: ['sub'], email: ['email'], groups: ['groups'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of-the-test'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.com`, groups: ['eng'] }),
    }),
    features: {
      deviceFlow: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_, client) => (client?.clientId === 'ci' ? 'urn:automat' : undefined),
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: 'automat',
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  answer = provider.callback();
}
