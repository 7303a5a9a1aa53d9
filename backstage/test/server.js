'use strict';

const { spawn } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const HOME = path.join(__dirname, '..', '..');

/** Starts a real Automat on a free port, with a folder of its own, and waits until it answers. */
async function startServer() {
  const data = mkdtempSync(path.join(tmpdir(), 'automat-backstage-'));
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('AUTOMAT_') || name.startsWith('AUTOMAT_JAVA_')),
  );
  const server = spawn(path.join(HOME, 'automat'), ['up'], {
    cwd: data,
    detached: true, // a group of its own, so that stop ends what the script starts, too
    env: { ...environment, AUTOMAT_HTTP_PORT: '0', AUTOMAT_DATA_DIR: data },
  });
  const ended = new Promise(resolve => server.once('exit', resolve));
  let said = '';
  const url = await new Promise((resolve, reject) => {
    const listen = chunk => {
      said += chunk;
      const found = /^Automat is up at (http:\/\/\S+?) after/m.exec(said);
      if (found) {
        resolve(found[1]);
      }
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    ended.then(() => reject(new Error(`Automat ended while it started:\n${said}`)));
  });
  return {
    url,
    token: readFileSync(path.join(data, 'token'), 'utf8').trim(),
    async stop() {
      process.kill(-server.pid, 'SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

module.exports = { HOME, startServer };
