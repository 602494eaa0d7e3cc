// Measures whole processes in pairs (A B A B …), so that drift of the machine's speed cancels in the ratio.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * The environment of what is measured. Node 20 parses all certificates that this variable names before each start, which takes longer
 * than the start itself; of programs that ask nothing of the network it would tell the number of certificates.
 */
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

export { environment };

/** Linux counts processor time in these. */
const TICKS = 100;

/**
 * Runs one command to its end: wall seconds, exit code, and where the system is Linux (else NaN) peak resident memory in MiB and
 * processor seconds with those of its children.
 */
export function runOnce([program, ...args], options = {}) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(program, args, { stdio: 'ignore', env: environment, ...options });
    let peak = Number.NaN;
    let processor = Number.NaN;
    const sample = () => {
      try {
        const high = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
        if (high) peak = Number(high[1]) / 1024;
        // Fields 14 to 17, behind the name in parentheses; an ended process that nobody waited for yet has them still.
        const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
        processor = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
      } catch {
        // The process has ended, or this is no Linux: the last sample stands.
      }
    };
    const timer = setInterval(sample, 10);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearInterval(timer);
      resolve({ seconds: Number(process.hrtime.bigint() - started) / 1e9, peakMiB: peak, processor, code });
    });
  });
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Median of the ratios A/B of `runs` pairs after one warm-up of each. */
export async function ratio(a, b, runs = 7, options = {}) {
  await runOnce(a, options);
  await runOnce(b, options);
  const pairs = [];
  for (let i = 0; i < runs; i++) pairs.push([await runOnce(a, options), await runOnce(b, options)]);
  return {
    ratio: median(pairs.map(([x, y]) => x.seconds / y.seconds)),
    a: median(pairs.map(([x]) => x.seconds)),
    b: median(pairs.map(([, y]) => y.seconds)),
  };
}
