// Loaded before the Action: its clock runs faster, so that waiting for GitHub costs tests nothing, and the most memory that
// it held is written down at its end; the system's own count would include the process that started it.
const { readFileSync, writeFileSync } = require('node:fs');
const { Socket } = require('node:net');
const promises = require('node:timers/promises');

/** Waits from half a second on are waits for GitHub. */
const LONG = 500;
const HASTE = Number(process.env.WITNESS_HASTE);
/** From here on they are the patience for an answer, which a busy machine may need. */
const PATIENCE = 100_000;
const PATIENT = Math.max(1, HASTE / 3);
const hastened = (wait) => (wait < LONG ? wait : wait / (wait < PATIENCE ? HASTE : PATIENT));

const { setTimeout: start } = globalThis;
globalThis.setTimeout = Object.assign((call, wait, ...rest) => start(call, hastened(wait), ...rest), start);
const { setTimeout: sleep } = promises;
promises.setTimeout = (wait, ...rest) => sleep(hastened(wait), ...rest);
const { setTimeout: idle } = Socket.prototype;
Socket.prototype.setTimeout = function (wait, ...rest) {
  return idle.call(this, hastened(wait), ...rest);
};

process.on('exit', () => {
  let status = '';
  try {
    status = readFileSync('/proc/self/status', 'utf8');
  } catch {
    return; // Only Linux tells.
  }
  writeFileSync(process.env.WITNESS_MARK, String(1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0)));
});
