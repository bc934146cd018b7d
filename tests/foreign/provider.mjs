// The certified OpenID provider `oidc-provider`, set up as SURFconext with eduID behind it, and eduID's links API beside it.
//
// node provider.mjs '{"redirect": "…"}' prints one line of JSON when it listens. Somebody is always logged in at once, with
// consent. POST /control (JSON) says what happens next:
//   {"rotate": true}                 sign with a new key; the old one is published beside it
//   {"forget": true}                 publish only the key that signs
//   {"person": {…}}                  who logs in
//   {"reaches": "acr" | null}        which trust a login reaches; null: the one that was asked for
//   {"fails": {"error": "…", …}}     how the next logins fail; null: they do not
//   {"links": […], "linksStatus": 0} what the links API tells, or with which status it refuses
//   {"claims": "id_token"|"userinfo"} where the claims are told: as they are asked for, or in userinfo alone

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const given = JSON.parse(process.argv[2]);
const require = createRequire(path.join(given.modules, 'package.json'));
const { Provider } = await import(pathToFileURL(require.resolve('oidc-provider')).href);

// Source of the names: OpenConext-myconext, security/ACR.java (August 2026).
const trust = [
  'https://eduid.nl/trust/linked-institution', 'https://eduid.nl/trust/validate-names',
  'https://eduid.nl/trust/validate-names-external', 'https://eduid.nl/trust/affiliation-student',
  'https://refeds.org/assurance/IAP/medium', 'https://refeds.org/assurance/IAP/high',
];
const acrValues = [...trust, ...trust.map((one) => `${one}/mfa`), 'https://refeds.org/profile/mfa'];
const password = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport';

let keys = [];
function newKey() {
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  return { ...jwk, kid: `key_${Date.now()}_${keys.length}`, use: 'sig', alg: 'RS256' };
}
keys = [newKey()];

const now = { person: given.person, reaches: null, fails: null, links: given.links, linksStatus: 0, claims: 'id_token' };
const client = (id, method, more) => ({
  client_id: id, redirect_uris: [given.redirect], grant_types: ['authorization_code'], response_types: ['code'],
  token_endpoint_auth_method: method, id_token_signed_response_alg: 'RS256', ...more,
});

function set_up(issuer) {
  const provider = new Provider(issuer, {
    clients: [
      client('badgewijzer.example', 'client_secret_basic', { client_secret: given.secret }),
      client('badgewijzer.public', 'none'),
    ],
    jwks: { keys },
    cookies: { keys: ['of the tests'] },
    acrValues,
    scopes: ['openid', 'email', 'profile', 'eduid.nl/links'],
    claims: {
      openid: [
        'sub', 'eduid', 'uids', 'email', 'email_verified', 'given_name', 'family_name', 'name', 'preferred_username',
        'schac_home_organization', 'eduperson_scoped_affiliation',
      ],
      acr: null,
    },
    features: { claimsParameter: { enabled: now.claims === 'id_token' }, devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ ...now.person }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid email profile eduid.nl/links');
      grant.addOIDCClaims(Object.keys(now.person));
      await grant.save();
      return grant;
    },
    renderError: (ctx, out) => { ctx.type = 'json'; ctx.body = out; },
  });
  return { provider, callback: provider.callback() };
}

let current;
let issuer;

async function interact(request, response) {
  const { params } = await current.provider.interactionDetails(request, response);
  const asked = (params.acr_values ?? '').split(' ').filter(Boolean)[0];
  const login = { accountId: now.person.sub, acr: now.reaches ?? asked ?? password, remember: false };
  await current.provider.interactionFinished(request, response, now.fails ?? { login }, { mergeWithLastSubmission: false });
}

async function links(request, response) {
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const found = await current.provider.AccessToken.find(token);
  const status = now.linksStatus || (!found ? 401 : found.scope.split(' ').includes('eduid.nl/links') ? 200 : 403);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(status === 200 ? now.links : { error: 'invalid_token' }));
}

async function control(request, response) {
  let body = '';
  for await (const part of request) body += part;
  const { rotate, forget, ...rest } = JSON.parse(body);
  const another = rotate || forget || (rest.claims && rest.claims !== now.claims);
  Object.assign(now, rest);
  if (rotate) keys = [newKey(), ...keys];
  if (forget) keys = keys.slice(0, 1);
  if (another) current = set_up(issuer);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ kid: keys[0].kid }));
}

const server = createServer(async (request, response) => {
  try {
    const where = request.url.split('?')[0];
    if (where === '/control' && request.method === 'POST') await control(request, response);
    else if (where === '/myconext/api/eduid/links') await links(request, response);
    else if (where.startsWith('/interaction/')) await interact(request, response);
    else await current.callback(request, response);
  } catch (error) {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
});
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  current = set_up(issuer);
  console.log(JSON.stringify({ issuer }));
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0)); // whoever started it is gone
