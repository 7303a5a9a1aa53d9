'use strict';

const { createTemplateAction } = require('@backstage/plugin-scaffolder-node');
const { Automat } = require('./automat.js');

/** For the slowest database of the clouds, in seconds. */
const USUAL_WAIT = 2400;

/**
 * The action automat:vend. It asks Automat for one resource, or for several as a stack, and waits until all is ready. A dry
 * run shows what would be made and what it costs, and changes nothing.
 *
 * With the token of app-config.yaml every template speaks for everybody. So the user must be a member of the group that has
 * the name of the team, in the namespace automat.groupNamespace: groups of that name in other namespaces are other people's.
 * Who gives a token of their own is checked by Automat alone.
 *
 * @param {{config: import('@backstage/config').Config}} options
 */
function createVendAction({ config }) {
  return createTemplateAction({
    id: 'automat:vend',
    description: 'Asks Automat for a database, a queue, what else the platform offers, or a stack of these, and waits until it is ready.',
    supportsDryRun: true,
    schema: {
      input: {
        team: z => z.string().describe('The team that owns it'),
        kind: z => z.string().describe('Plural of the kind, such as databases; stacks for several resources with one name and one lifetime'),
        name: z => z.string().describe('Its name; unique per team and kind'),
        spec: z => z.record(z.string(), z.any()).describe('What is asked for. What is left empty in a form is left to the module'),
        waitSeconds: z => z.number().optional().describe(`How long to wait until it is ready; ${USUAL_WAIT} unless set, 0 does not wait`),
        token: z => z.string().optional().describe("The user's own token for Automat, from the secrets of the task"),
      },
      output: {
        resource: z => z.string().describe('team/kind/name'),
        uid: z => z.string().optional().describe('Identity of this incarnation; none in a dry run'),
        phase: z => z.string().describe('Ready; Planned in a dry run'),
        monthly: z => z.string().optional().describe('What it is estimated to cost in a month'),
        expiresAt: z => z.string().optional().describe('When it is taken back'),
        members: z => z.record(z.string(), z.string()).optional().describe('Of a stack: team/kind/name by member; none in a dry run'),
        connection: z => z.string().describe('Where applications get what they connect with'),
        summary: z => z.string().describe('All that in Markdown'),
      },
    },
    async handler(ctx) {
      const { team, kind, name } = ctx.input;
      const key = { team, kind, name };
      mayAskFor(team, config.getOptionalString('automat.groupNamespace') ?? 'default', ctx);
      const automat = new Automat({
        url: config.getString('automat.url'),
        token: ctx.input.token ?? config.getOptionalString('automat.token'),
        manager: 'backstage',
        signal: ctx.signal,
      });
      const spec = given(ctx.input.spec);
      if (ctx.isDryRun) {
        told(ctx, automat, key, await automat.tryOut(key, spec));
        return;
      }
      const seconds = ctx.input.waitSeconds ?? USUAL_WAIT;
      const document = await automat.create(key, spec);
      ctx.logger.info(`${team}/${kind}/${name} is ${document.status.phase}: ${estimate(document)}`);
      told(ctx, automat, key, seconds > 0 ? await automat.ready(key, document, seconds) : document);
    },
  });
}

/** Throws if the user may not speak for the team with Backstage's own token. */
function mayAskFor(team, namespace, ctx) {
  if (ctx.input.token) {
    return;
  }
  const group = `group:${namespace}/${team}`.toLowerCase();
  const groups = (ctx.user?.entity?.relations ?? [])
    .filter(each => each.type === 'memberOf')
    // In the catalogue references are written in any case, and mean the same.
    .map(each => each.targetRef.toLowerCase());
  if (!groups.includes(group)) {
    throw new Error(
      `${ctx.user?.ref ?? 'Nobody that Backstage knows'} is not in ${group}, so nothing is asked for in the name of ${team}. ` +
        'What to do: choose a team that you belong to; or set automat.groupNamespace, if groups are in another namespace; or give the input token, a token of your own.',
    );
  }
}

/** Without what a form left empty, so that the module chooses it. */
function given(spec) {
  const result = {};
  for (const [field, value] of Object.entries(spec ?? {})) {
    const kept = value !== null && typeof value === 'object' && !Array.isArray(value) ? given(value) : value;
    const empty = kept === undefined || kept === null || kept === '' || (kept === Object(kept) && Object.keys(kept).length === 0);
    if (!empty) {
      result[field] = kept;
    }
  }
  return result;
}

function told(ctx, automat, { team, kind, name }, document) {
  const resource = `${team}/${kind}/${name}`;
  const phase = document.status?.phase ?? 'Planned';
  const end = document.metadata.expiresAt ?? document.plan.expiresAt;
  const lifetime = document.plan.lifetime === 'none' ? 'never' : `${document.plan.lifetime} after its creation`;
  const connection = `${automat.url}/v1/teams/${resource}/connection`;
  ctx.output('resource', resource);
  ctx.output('phase', phase);
  ctx.output('connection', connection);
  if (document.metadata.uid) {
    ctx.output('uid', document.metadata.uid);
  }
  if (document.plan.cost) {
    ctx.output('monthly', `${document.plan.cost.monthly} ${document.plan.cost.currency}`);
  }
  if (end) {
    ctx.output('expiresAt', end);
  }
  if (document.status?.members) {
    ctx.output('members', Object.fromEntries(document.status.members.map(each => [each.member, each.href.replace(/^\/v1\/teams\//, '')])));
  }
  const summary = `**${resource}** ${madeOf(document.plan)}: ${phase}; ${estimate(document)}; taken back: ${end ?? lifetime}.`;
  ctx.output('summary', summary);
  ctx.logger.info(summary);
  for (const warning of document.warnings ?? []) {
    ctx.logger.warn(`${warning.pointer}: ${warning.message}. What to do: ${warning.fix}`);
  }
}

/** A stack has a plan for each member; only a dry run shows them. */
function madeOf(plan) {
  const members = Object.entries(plan.resources ?? {}).map(([member, each]) => `${member} (${each.plan?.module ?? each.kind})`);
  return members.length > 0 ? `with ${members.join(', ')}` : `by ${plan.module}`;
}

function estimate({ plan }) {
  if (!plan.cost) {
    return 'nothing is said of its cost';
  }
  return `${plan.cost.complete ? 'about' : 'at least'} ${plan.cost.monthly} ${plan.cost.currency} a month`;
}

module.exports = { createVendAction };
