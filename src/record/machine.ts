import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, release, type as systemType, totalmem, version } from 'node:os';
import type { Hardware, RunRecord } from '../evidence/run.js';
import { ask } from './ask.js';

/** What the machine is. Nothing here changes it. */
export async function systemOf(): Promise<RunRecord['system']> {
  const text = await contentOf('/etc/os-release');
  const named = /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1];
  return { os: named ?? version(), kernel: `${systemType()} ${release()}`, architecture: arch() };
}

/** `where.env` has the `PATH` on which the driver's program is looked for; the process's own by default. */
export async function hardwareOf(where: { env?: NodeJS.ProcessEnv } = {}): Promise<Hardware> {
  const cuda = /CUDA Version:\s*([\d.]+)/.exec((await ask(['nvidia-smi'], where)).stdout)?.[1];
  return {
    cpu: await processor(),
    cores: availableParallelism(),
    memoryBytes: await memory(),
    gpus: await gpus(where),
    ...(cuda !== undefined && { cuda }),
  };
}

async function processor(): Promise<string> {
  const model = cpus()[0]?.model.trim() ?? '';
  if (model !== '' && model !== 'unknown') return model;
  // On ARM Node knows no name.
  const named = /^(?:model name|Model|Hardware|cpu model)\s*:\s*(.+)$/im.exec(await contentOf('/proc/cpuinfo'))?.[1];
  return named?.trim() ?? arch();
}

/** Of the machine, or what its control group grants. */
async function memory(): Promise<number> {
  const limits = [
    await contentOf('/sys/fs/cgroup/memory.max'),
    await contentOf('/sys/fs/cgroup/memory/memory.limit_in_bytes'),
  ];
  const granted = limits.map((text) => Number(text.trim())).filter((limit) => Number.isFinite(limit) && limit > 0);
  return Math.min(totalmem(), ...granted);
}

async function gpus(where: { env?: NodeJS.ProcessEnv }): Promise<Hardware['gpus']> {
  const { stdout } = await ask(
    ['nvidia-smi', '--query-gpu=name,driver_version,memory.total', '--format=csv,noheader,nounits'],
    where,
  );
  const rows = stdout
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()))
    .filter(([name = '', driver = '', memory]) => name !== '' && /^[\d.]+$/.test(driver) && memory !== undefined);
  return rows.map(([name = '', driver = '', mebibytes = '0']) => ({
    name,
    driver,
    // Where processor and GPU share their memory the driver says `[N/A]`.
    memoryBytes: /^\d+$/.test(mebibytes) ? Number(mebibytes) * 1024 * 1024 : 0,
  }));
}

/** Text of a file of the system; empty where there is none. */
const contentOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
