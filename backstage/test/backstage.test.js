'use strict';

const assert = require('node:assert/strict');
const { cpSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { ConfigReader } = require('@backstage/config');
const { stringifyEntityRef, EntityPolicies, DefaultNamespaceEntityPolicy, FieldFormatEntityPolicy, SchemaValidEntityPolicy, NoForeignRootFieldsEntityPolicy,
  componentEntityV1alpha1Validator, resourceEntityV1alpha1Validator, systemEntityV1alpha1Validator } = require('@backstage/catalog-model');
const { ScmIntegrations } = require('@backstage/integration');
const { createFetchTemplateAction } = require('@backstage/plugin-scaffolder-backend');
const { templateEntityV1beta3Validator } = require('@backstage/plugin-scaffolder-common');
const { createTemplateAction, serializeDirectoryContents } = require('@backstage/plugin-scaffolder-node');
const { parse, parseAllDocuments } = require('yaml');
const { createVendAction } = require('../scaffolder-actions');
const { startServer } = require('./server.js');

const TEMPLATES = path.join(__dirname, '..', 'templates');
const SERVICE = path.join(TEMPLATES, 'service');

// The dry run of the template editor. The package does not export it, so it is required by its file.
const { createDryRunner } = require(
  path.join(path.dirname(require.resolve('@backstage/plugin-scaffolder-backend/package.json')), 'dist', 'scaffolder', 'dryrun', 'createDryRunner.cjs.js'),
);

const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(), new DefaultNamespaceEntityPolicy(), new NoForeignRootFieldsEntityPolicy(), new FieldFormatEntityPolicy(),
]);

const ann = {
  ref: 'user:default/ann',
  entity: {
    apiVersion: 'backstage.io/v1alpha1', kind: 'User', metadata: { name: 'ann' }, spec: {},
    relations: [{ type: 'memberOf', targetRef: 'group:default/payments' }],
  },
};

const logger = { lines: [] };
for (const level of ['debug', 'info', 'warn', 'error']) {
  logger[level] = line => logger.lines.push(String(line));
}
logger.child = () => logger;

let server;
let working;

before(async () => {
  working = mkdtempSync(path.join(tmpdir(), 'automat-scaffolder-'));
  server = await startServer();
});

after(async () => {
  await server?.stop();
  rmSync(working, { recursive: true, force: true });
});

function config(token = server.token) {
  return new ConfigReader({ automat: { url: server.url, ...(token && { token }) } });
}

/** Runs the action as the scaffolder does, and answers with what it put out. */
async function vend(input, more = {}) {
  const output = {};
  await createVendAction({ config: more.config ?? config() }).handler({
    input, user: ann, logger, signal: new AbortController().signal, output: (name, value) => { output[name] = value; }, ...more,
  });
  return output;
}

async function get(where) {
  const response = await fetch(server.url + where, { headers: { Authorization: `Bearer ${server.token}` } });
  return { status: response.status, body: await response.json() };
}

const queue = name => ({ team: 'payments', kind: 'queues', name, spec: { environment: 'dev', size: '', inputs: { delaySeconds: 5, maxReceiveCount: undefined } } });

test('the templates are valid by the schema of Backstage', async () => {
  for (const name of ['service', 'preview']) {
    const template = templateOf(path.join(TEMPLATES, name));
    assert.equal(await templateEntityV1beta3Validator.check(template), true);
    await policy.enforce(template);
  }
});

test('exported entities are resources and systems by the schema of Backstage, and members are part of theirs', async () => {
  const exported = parseAllDocuments(readFileSync(path.join(__dirname, 'entities.yaml'), 'utf8')).map(each => each.toJS());
  assert.ok(exported.length > 1);
  for (const entity of exported) {
    const validator = entity.kind === 'System' ? systemEntityV1alpha1Validator : resourceEntityV1alpha1Validator;
    assert.equal(await validator.check(entity), true);
    await policy.enforce(entity);
  }
  const system = exported.find(each => each.kind === 'System');
  const members = exported.filter(each => each.spec.system).map(each => [each.metadata.name, each.spec.system]);
  assert.deepEqual(members, [['payments.queues.pr-42-jobs', stringifyEntityRef(system)]]);
});

function templateOf(folder) {
  return parse(readFileSync(path.join(folder, 'template.yaml'), 'utf8'));
}

/** Runs a template as the template editor does, and answers with what it put out and the files that it wrote. */
async function dryRunOf(folder, parameters) {
  const contents = mkdtempSync(path.join(working, 'contents-'));
  cpSync(folder, contents, { recursive: true });
  const template = templateOf(folder);
  const integrations = ScmIntegrations.fromConfig(new ConfigReader({}));
  const actions = new Map([
    createVendAction({ config: config() }),
    createFetchTemplateAction({ integrations, reader: {} }),
    // What needs a code host and a catalogue is left out by a dry run.
    createTemplateAction({ id: 'publish:github', handler: async () => assert.fail('a dry run publishes nothing') }),
    createTemplateAction({ id: 'catalog:register', handler: async () => assert.fail('a dry run registers nothing') }),
  ].map(action => [action.id, action]));
  const nothing = { add() {}, record() {} };
  const dryRun = createDryRunner({
    actionRegistry: { get: async id => actions.get(id) ?? Promise.reject(new Error(`no action ${id}`)), list: async () => actions },
    integrations, logger, workingDirectory: working, config: new ConfigReader({}),
    auditor: { createEvent: async () => ({ success: async () => {}, fail: async () => {} }) },
    metrics: { createCounter: () => nothing, createHistogram: () => nothing },
  });
  return dryRun({
    spec: { apiVersion: template.apiVersion, steps: template.spec.steps, output: template.spec.output, user: ann, parameters },
    templateInfo: { entityRef: `template:default/${template.metadata.name}`, baseUrl: pathToFileURL(path.join(working, 'dry', 'template.yaml')).href },
    directoryContents: await serializeDirectoryContents(contents),
    secrets: {}, credentials: {},
  });
}

test('a dry run of the service shows the plans, writes the files and makes nothing', async () => {
  const result = await dryRunOf(SERVICE, {
    name: 'checkout', owner: 'group:default/payments', environment: 'dev', purpose: 'pays', repoUrl: 'github.com?owner=acme&repo=checkout',
    database: { size: 'medium', inputs: { storageGiB: 60 } },
  });
  const text = result.output.text.map(each => each.content);
  assert.match(text[0], /\*\*payments\/databases\/checkout\*\* by postgres@\S+: Planned; about 0\.00 USD a month; taken back: 14d after its creation/);
  assert.match(text[1], /payments\/queues\/checkout/);
  const files = Object.fromEntries(result.directoryContents.map(each => [each.path, each.content.toString()]));
  const component = parse(files['catalog-info.yaml']);
  assert.equal(await componentEntityV1alpha1Validator.check(component), true);
  await policy.enforce(component);
  assert.deepEqual(component.spec.dependsOn, ['resource:default/payments.databases.checkout', 'resource:default/payments.queues.checkout']);
  assert.match(files['README.md'], /automat connection payments databases checkout --as dotenv/);
  assert.equal((await get('/v1/teams/payments/databases/checkout')).status, 404);
});

test('a dry run of the preview shows the plan of all of it and makes nothing', async () => {
  const result = await dryRunOf(path.join(TEMPLATES, 'preview'), { name: 'pr-7', owner: 'group:default/payments', lifetime: '2d', database: { inputs: { storageGiB: 5 } } });
  assert.match(
    result.output.text[0].content,
    /\*\*payments\/stacks\/pr-7\*\* with database \(postgres@\S+\), queue \(standard@\S+\): Planned; about 0\.00 USD a month; taken back: 2d after its creation/,
  );
  assert.equal((await get('/v1/teams/payments/stacks/pr-7')).status, 404);
});

test('the action makes a stack, waits until all of it is ready, and says what is in it', async () => {
  const wanted = { team: 'payments', kind: 'stacks', name: 'pr-8', spec: { environment: 'preview', lifetime: '', resources: { jobs: { kind: 'Queue', size: '' }, mails: { kind: 'Queue' } } } };
  const made = await vend(wanted);
  assert.equal(made.phase, 'Ready');
  assert.deepEqual(made.members, { jobs: 'payments/queues/pr-8-jobs', mails: 'payments/queues/pr-8-mails' });
  assert.match(made.summary, /with jobs \(Queue\), mails \(Queue\): Ready/);
  assert.equal((await vend(wanted)).uid, made.uid);
  await assert.rejects(vend({ ...wanted, name: 'pr-9', spec: { environment: 'preview', resources: { jobs: { kind: 'Queu' } } } }), /\/spec\/resources\/jobs\/kind: .*nearest: Queue/);
});

test('the action makes it, waits until it is ready, and is not in its own way when it is tried again', async () => {
  const made = await vend(queue('made'));
  assert.equal(made.phase, 'Ready');
  const { body } = await get('/v1/teams/payments/queues/made');
  assert.equal(body.metadata.managedBy, 'backstage');
  assert.deepEqual(body.spec, { environment: 'dev', inputs: { delaySeconds: 5 } });
  assert.equal((await vend(queue('made'))).uid, made.uid);
  await assert.rejects(vend({ ...queue('made'), spec: { environment: 'dev' } }), /What to do:/);
});

test('a refusal has all that is wrong, and what to do', async () => {
  await assert.rejects(vend({ ...queue('wrong'), spec: { environment: 'dev', lifetime: '99d', inputs: { delaySecond: 5 } } }), error => {
    assert.match(error.message, /\/spec\/lifetime: .*What to do: /);
    assert.match(error.message, /nearest: delaySeconds/);
    return true;
  });
});

test("Backstage's own token asks in the name of the user's teams only", async () => {
  await assert.rejects(vend({ ...queue('foreign'), team: 'search' }), /user:default\/ann is not in group:default\/search/);
  await assert.rejects(vend(queue('nobodys'), { user: undefined }), /is not in group:default\/payments/);
  const made = await vend({ ...queue('own-token'), team: 'search', token: server.token }, { config: config(null) });
  assert.equal(made.phase, 'Ready');
});

test('who is not let in, or calls nobody, is told so', async () => {
  await assert.rejects(vend({ ...queue('stranger'), token: 'wrong' }), /401/);
  const nowhere = new ConfigReader({ automat: { url: 'http://127.0.0.1:1', token: 'x' } });
  await assert.rejects(vend(queue('nowhere'), { config: nowhere }), /does not answer.*automat\.url/s);
});

test('the module adds the action to a scaffolder', () => {
  const module = require('../scaffolder-actions');
  assert.equal(module.$$type, '@backstage/BackendFeature');
});

test('the lockfile names no registry', () => {
  const locked = JSON.parse(readFileSync(path.join(__dirname, '..', 'package-lock.json'), 'utf8'));
  const named = Object.entries(locked.packages).filter(([, each]) => each.resolved);
  assert.deepEqual(named, []);
});
