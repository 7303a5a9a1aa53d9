'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

/** How long Automat is asked to hold back one answer, in seconds. It grants at most 60. */
const STEP = 30;

/** Longer than any wait that it grants, in milliseconds. */
const LIMIT = 90_000;

/** Between a look that Automat did not hold back, or that failed, and the next, in milliseconds. */
const PAUSE = 2_000;

/** Phases out of which nothing comes by itself. */
const OVER = {
  Failed: 'Automat goes on by itself',
  Quarantined: 'To have it back, run automat extend, or automat release for 48 hours',
  Deleting: 'Somebody deletes it, or its time is up: ask for it again under another name',
  Deleted: 'Somebody deleted it, or its time is up: ask for it again under another name',
};

/** An answer of Automat that is no success. Its message says what is wrong and what to do, one line for each violation. */
class Refused extends Error {
  constructor(status, problem, retryAfter) {
    super(Refused.words(status, problem));
    this.name = 'Refused';
    this.status = status;
    this.passes = status >= 500 || status === 429;
    this.retryAfter = retryAfter;
    this.code = problem.code;
  }

  static words(status, problem) {
    const violations = (problem.violations ?? []).map(
      each => `${each.pointer}: ${each.message}. What to do: ${each.fix}${each.nearest ? ` (nearest: ${each.nearest})` : ''}`,
    );
    const detail = [problem.detail ?? `answered with ${status}`, problem.fix && `What to do: ${problem.fix}`];
    const lines = violations.length > 0 ? violations : detail.filter(Boolean);
    return `${lines.join('\n')}\n(${status} ${problem.code ?? ''}, request ${problem.requestId ?? 'unknown'})`;
  }
}

/** There was no answer of Automat. If it passes, another try may get one. */
class NoAnswer extends Error {
  constructor(message, { passes, retryAfter, cause }) {
    super(message, { cause });
    this.name = 'NoAnswer';
    this.passes = passes;
    this.retryAfter = retryAfter;
  }
}

/** Calls the API of Automat. */
class Automat {
  /**
   * @param {object} options
   * @param {string} options.url of the server
   * @param {string} [options.token] proves who asks; without one nothing does
   * @param {string} options.manager what keeps the definitions that are written here
   * @param {AbortSignal} [options.signal] ends all calls
   * @param {(milliseconds: number) => Promise<void>} [options.pause] waits between two looks
   */
  constructor({ url, token, manager, signal, pause = length => sleep(length, undefined, { signal }) }) {
    this.url = url.replace(/\/+$/, '');
    this.token = token;
    this.manager = manager;
    this.signal = signal;
    this.pause = pause;
  }

  /** What would be made, and that nothing is in the way of it. Changes nothing. */
  async tryOut(key, spec) {
    return this.call('PUT', `${path(key)}?validateOnly=true`, { body: { spec } });
  }

  /** Creates it, or finds what an earlier try of the same task has made. Whatever else has the name is an error. */
  async create(key, spec) {
    try {
      return await this.call('PUT', path(key), { body: { spec }, headers: { 'If-None-Match': '*' } });
    } catch (error) {
      if (error.code !== 'exists') {
        throw error;
      }
      const existing = await this.call('GET', path(key));
      if (existing.metadata.managedBy !== this.manager || !same(existing.spec, spec)) {
        throw error;
      }
      return existing;
    }
  }

  /**
   * Waits until it is ready. After that many seconds, or where nothing is to be waited for, it says how it is, as an error.
   * What passes, such as a restart of the server, is waited for, too.
   */
  async ready(key, document, seconds) {
    const end = Date.now() + seconds * 1000;
    let now = document;
    let early = false;
    let trouble;
    for (;;) {
      if (isReady(now)) {
        return now;
      }
      const left = Math.ceil((end - Date.now()) / 1000);
      if (isOver(now, early) || left <= 0) {
        throw new Error(this.ending(key, now, trouble), { cause: trouble });
      }
      const wait = Math.min(STEP, left);
      const asked = Date.now();
      ({ now, trouble } = await this.look(key, now, wait));
      // Automat holds an answer back as long as it can go on by itself.
      early = !trouble && Date.now() - asked < (wait * 1000) / 2;
      if ((early || trouble) && !isReady(now) && !isOver(now, early)) {
        await this.pause(Math.min(Math.max(PAUSE, (trouble?.retryAfter ?? 0) * 1000), Math.max(end - Date.now(), 0)));
      }
    }
  }

  /** How it is now; or as it was, and why nobody knows better. */
  async look(key, before, wait) {
    try {
      return { now: await this.call('GET', path(key), { headers: { Prefer: `wait=${wait}` } }) };
    } catch (error) {
      if (!error.passes) {
        throw error;
      }
      return { now: before, trouble: error };
    }
  }

  ending(key, now, trouble) {
    const last = trouble ? ` The last look failed: ${trouble.message}` : '';
    return `${name(key)} is ${situation(now)}. ${OVER[now.status.phase] ?? OVER.Failed}; ${this.url}${path(key)}/events tells more.${last}`;
  }

  async call(method, where, { body, headers } = {}) {
    const limits = [AbortSignal.timeout(LIMIT), this.signal].filter(Boolean);
    let response;
    try {
      response = await fetch(this.url + where, {
        method,
        headers: {
          ...(body && { 'Content-Type': 'application/json' }),
          ...(this.token && { Authorization: `Bearer ${this.token}` }),
          ...(method !== 'GET' && { 'Automat-Managed-By': this.manager }),
          ...headers,
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.any(limits),
      });
    } catch (error) {
      throw this.silence(error);
    }
    const retryAfter = Number(response.headers.get('Retry-After')) || 0;
    let text;
    try {
      text = await response.text();
    } catch (error) {
      throw this.silence(error);
    }
    let answer;
    try {
      answer = JSON.parse(text);
    } catch {
      const message = `${this.url} answers ${response.status}, but not as Automat: check automat.url in app-config.yaml, and what stands between.`;
      throw new NoAnswer(message, { passes: response.status >= 500 || response.status === 429, retryAfter });
    }
    if (!response.ok) {
      throw new Refused(response.status, answer, retryAfter);
    }
    return answer;
  }

  /** Whoever ended the task does not want another try. */
  silence(cause) {
    const why = cause.cause?.message ?? cause.message;
    return new NoAnswer(`${this.url} does not answer: ${why}. Check automat.url in app-config.yaml.`, { passes: !this.signal?.aborted, cause });
  }
}

function path({ team, kind, name: called }) {
  return `/v1/teams/${encodeURIComponent(team)}/${encodeURIComponent(kind)}/${encodeURIComponent(called)}`;
}

function name({ team, kind, name: called }) {
  return `${team}/${kind}/${called}`;
}

function isReady({ metadata, status }) {
  return (status.phase === 'Ready' || status.phase === 'Expiring') && status.observedGeneration >= metadata.generation;
}

/** Whether nothing is to be waited for. What is degraded is tried again, unless Automat held nothing back and waits for somebody. */
function isOver({ status }, early) {
  const inTrouble = (status.conditions ?? []).some(each => each.type === 'Synced' && each.status !== 'True');
  return status.phase in OVER || (status.phase === 'Degraded' && early && inTrouble);
}

function situation(document) {
  const why = (document.status.conditions ?? [])
    .filter(each => each.status !== 'True' && each.message)
    .map(each => `${each.reason}: ${each.message}`);
  return [document.status.phase, ...why].join('; ');
}

/** Whether two values of JSON are the same, in whichever order their fields stand. */
function same(left, right) {
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') {
    return left === right;
  }
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every(each => each in right && same(left[each], right[each]));
}

module.exports = { Automat, Refused };
