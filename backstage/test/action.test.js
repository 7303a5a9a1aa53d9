'use strict';

// What takes a real server days, or an outage, is answered by a stand-in.

const assert = require('node:assert/strict');
const { createServer } = require('node:http');
const { after, before, beforeEach, test } = require('node:test');
const { ConfigReader } = require('@backstage/config');
const { createVendAction } = require('../scaffolder-actions');
const { Automat } = require('../scaffolder-actions/src/automat.js');

const key = { team: 'payments', kind: 'queues', name: 'mails' };

let server;
let url;
/** The next answers, each a function of the response; the last one stays. */
let answers;
let asked;
let pauses;

before(async () => {
  server = createServer((request, response) => {
    asked += 1;
    (answers.length > 1 ? answers.shift() : answers[0])(response);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}`;
});

beforeEach(() => {
  asked = 0;
  pauses = [];
});

after(() => server.close());

function document(phase, conditions = []) {
  return {
    metadata: { uid: 'u', generation: 1, managedBy: 'backstage' },
    plan: { module: 'standard@1.0.0', lifetime: '14d' },
    status: { phase, observedGeneration: 1, conditions },
  };
}

function answer(status, body, headers = {}) {
  return response => response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
}

const is = (phase, conditions) => answer(200, document(phase, conditions));
const why = (type, message) => [{ type, status: 'False', reason: 'Because', message }];
const hangUp = response => response.socket.destroy();

/** Waits until it is ready; pauses take no time. A wait that never ends fails. */
function ready(seconds = 600, more = {}) {
  const automat = new Automat({ url, token: 'x', manager: 'backstage', pause: async length => {
    pauses.push(length);
    assert.ok(pauses.length < 20, 'it asks without an end');
  }, ...more });
  return automat.ready(key, document('Provisioning'), seconds);
}

test('a wait ends where nothing comes of it', async () => {
  for (const [phase, words] of [['Quarantined', /automat extend/], ['Deleting', /ask for it again/], ['Deleted', /ask for it again/], ['Failed', /by itself/]]) {
    asked = 0;
    answers = [is(phase, why('Ready', 'words of the cloud'))];
    await assert.rejects(ready(), error => {
      assert.match(error.message, new RegExp(`is ${phase}; Because: words of the cloud`));
      assert.match(error.message, words);
      return true;
    });
    assert.equal(asked, 1, phase);
  }
});

test('what is degraded and waits for somebody is not waited for, what is tried again is', async () => {
  answers = [is('Degraded', why('Synced', 'the quota is full'))];
  await assert.rejects(ready(), /the quota is full/);
  answers = [is('Degraded', why('Ready', 'it starts')), is('Degraded', why('Ready', 'it starts')), is('Ready')];
  assert.equal((await ready()).status.phase, 'Ready');
  assert.deepEqual(pauses, [2000, 2000]);
});

test('what passes is asked again, as late as it wants', async () => {
  answers = [
    answer(503, { code: 'busy', detail: 'later' }, { 'Retry-After': '7' }), answer(429, { code: 'too-many', detail: 'later' }, { 'Retry-After': '1' }),
    answer(502, '<html>'), hangUp, is('Ready'),
  ];
  assert.equal((await ready()).status.phase, 'Ready');
  assert.deepEqual(pauses, [7000, 2000, 2000, 2000]);
});

test('what does not pass ends the wait at once', async () => {
  answers = [answer(410, { code: 'gone', detail: 'it is gone' }), is('Ready')];
  await assert.rejects(ready(), /it is gone/);
  assert.deepEqual(pauses, []);
});

test('at its end a wait says why nobody knows better', async () => {
  answers = [answer(503, { code: 'busy', detail: 'words of the server' }, { 'Retry-After': '3600' })];
  const pause = length => new Promise(resolve => { setTimeout(resolve, length); });
  await assert.rejects(ready(1, { pause }), /is Provisioning.*The last look failed: words of the server/s);
});

test('who ends the task ends the wait', async () => {
  const task = new AbortController();
  answers = [() => task.abort()];
  await assert.rejects(ready(600, { signal: task.signal }), /does not answer/);
  assert.equal(asked, 1);
});

/** Runs the action for a member of one group. */
async function vend(group, more = {}) {
  answers = [answer(201, document('Ready'))];
  const output = {};
  await createVendAction({ config: new ConfigReader({ automat: { url, token: 'x', ...more } }) }).handler({
    input: { ...key, spec: { environment: 'dev' } },
    user: { ref: 'user:default/ann', entity: { relations: [{ type: 'memberOf', targetRef: group }] } },
    logger: { info() {}, warn() {} },
    signal: new AbortController().signal,
    output: (name, value) => { output[name] = value; },
  });
  return output;
}

test('a group speaks for the team of its name in one namespace only', async () => {
  assert.equal((await vend('group:default/payments')).phase, 'Ready');
  assert.equal((await vend('Group:Default/Payments')).phase, 'Ready');
  assert.equal((await vend('group:people/payments', { groupNamespace: 'People' })).phase, 'Ready');
  asked = 0;
  await assert.rejects(vend('group:contractors/payments'), /is not in group:default\/payments.*What to do: .*automat\.groupNamespace/s);
  await assert.rejects(vend('group:default/payments', { groupNamespace: 'people' }), /is not in group:people\/payments/);
  await assert.rejects(vend('user:default/payments'), /is not in group:default\/payments/);
  assert.equal(asked, 0);
});
