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

export async function hardwareOf(): Promise<Hardware> {
  const cuda = /CUDA Version:\s*([\d.]+)/.exec((await ask(['nvidia-smi'])).stdout)?.[1];
  return {
    cpu: await processor(),
    cores: availableParallelism(),
    memoryBytes: await memory(),
    gpus: await gpus(),
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

async function gpus(): Promise<Hardware['gpus']> {
  const { stdout } = await ask([
    'nvidia-smi',
    '--query-gpu=name,driver_version,memory.total',
    '--format=csv,noheader,nounits',
  ]);
  const rows = stdout
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 3 && /^\d+$/.test(cells[2]!));
  return rows.map(([name = '', driver = '', mebibytes = '0']) => ({
    name,
    driver,
    memoryBytes: Number(mebibytes) * 1024 * 1024,
  }));
}

/** Text of a file of the system; empty where there is none. */
const contentOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
