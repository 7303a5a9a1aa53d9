'use strict';

/** How long Automat is asked to hold back one answer, in seconds. It grants at most 60. */
const STEP = 30;

/** Longer than any wait that it grants, in milliseconds. */
const LIMIT = 90_000;

/** An answer of Automat that is no success. Its message says what is wrong and what to do, one line for each violation. */
class Refused extends Error {
  constructor(status, problem) {
    super(Refused.words(status, problem));
    this.name = 'Refused';
    this.status = status;
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

/** Calls the API of Automat. */
class Automat {
  /**
   * @param {object} options
   * @param {string} options.url of the server
   * @param {string} [options.token] proves who asks; without one nothing does
   * @param {string} options.manager what keeps the definitions that are written here
   * @param {AbortSignal} [options.signal] ends all calls
   */
  constructor({ url, token, manager, signal }) {
    this.url = url.replace(/\/+$/, '');
    this.token = token;
    this.manager = manager;
    this.signal = signal;
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

  /** Waits until it is ready. After that many seconds it says how it is, as an error. */
  async ready(key, document, seconds) {
    const end = Date.now() + seconds * 1000;
    let now = document;
    for (;;) {
      const phase = now.status.phase;
      if ((phase === 'Ready' || phase === 'Expiring') && now.status.observedGeneration >= now.metadata.generation) {
        return now;
      }
      const left = Math.ceil((end - Date.now()) / 1000);
      if (phase === 'Failed' || left <= 0) {
        throw new Error(`${name(key)} is ${situation(now)}. Automat goes on by itself; ${this.url}${path(key)}/events tells more.`);
      }
      now = await this.call('GET', path(key), { headers: { Prefer: `wait=${Math.min(STEP, left)}` } });
    }
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
      throw new Error(`${this.url} does not answer: ${error.cause?.message ?? error.message}. Check automat.url in app-config.yaml.`, { cause: error });
    }
    const text = await response.text();
    let answer;
    try {
      answer = JSON.parse(text);
    } catch {
      throw new Error(`${this.url} answers ${response.status}, but not as Automat: check automat.url in app-config.yaml, and what stands between.`);
    }
    if (!response.ok) {
      throw new Refused(response.status, answer);
    }
    return answer;
  }
}

function path({ team, kind, name: called }) {
  return `/v1/teams/${encodeURIComponent(team)}/${encodeURIComponent(kind)}/${encodeURIComponent(called)}`;
}

function name({ team, kind, name: called }) {
  return `${team}/${kind}/${called}`;
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
