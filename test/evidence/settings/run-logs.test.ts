import { describe, expect, it } from '@jest/globals';
import { gatherPersonal } from '../../../src/evidence/settings/personal.js';
import { gatherSettings } from '../../../src/evidence/settings/settings.js';
import { collected } from '../collected.js';

const hardware = async (files: Record<string, string>): Promise<string[]> =>
  (await gatherSettings(collected(files))).hardware.map(({ key, value, where }) => `${key} ${value} ${where}`);

describe('batch scripts of SLURM', () => {
  it('tell what was asked of the cluster, by long and short options with values in every form', async () => {
    const script = [
      '#!/bin/bash -l',
      '## SBATCH --partition=other',
      '#SBATCH -N 1 -c8',
      '#SBATCH --gres gpu:a100:4   # four cards',
      '#SBATCH --mem="64G"',
      '#SBATCH -C gpu=H100',
      '#SBATCH -t 1-00:00:00',
      '#SBATCH --exclusive',
      '#SBATCH --mail-user=ada@example.org --job-name=x',
      '',
      'python train.py',
      '#SBATCH --nodes=99',
    ].join('\n');
    expect(await hardware({ 'job.sbatch': script })).toEqual([
      'slurm nodes 1 job.sbatch:3',
      'slurm cpus-per-task 8 job.sbatch:3',
      'slurm gres gpu:a100:4 job.sbatch:4',
      'slurm mem 64G job.sbatch:5',
      'slurm constraint gpu=H100 job.sbatch:6',
      'slurm time 1-00:00:00 job.sbatch:7',
      'slurm exclusive yes job.sbatch:8',
    ]);
    expect(await gatherPersonal(collected({ 'job.sbatch': script, 'run.sh': 'cp /home/ada/x .\n' }))).toEqual([
      { path: 'job.sbatch', line: 9, what: 'a mail address' },
    ]);
  });
});

describe('logs of runs', () => {
  it('tell the machine also after many seeds, and not every one of those', async () => {
    const seeds = Array.from({ length: 1_000 }, (_, n) => `Seed set to ${n}`);
    const found = await gatherSettings(collected({ 'sweep.log': [...seeds, 'GPU 0: NVIDIA A100'].join('\n') }));
    expect(found.hardware).toMatchObject([{ key: 'gpu', value: 'NVIDIA A100', where: 'sweep.log:1001' }]);
    expect(found.seeds).toHaveLength(40);
  });

  it('tell the machine and the job as programs print them, each fact once', async () => {
    const log = [
      'SLURM_JOB_PARTITION=gpu_4',
      'SLURM_CPUS_ON_NODE=10',
      'SLURM_JOB_NODELIST=node07',
      'SLURM_JOB_USER=ada',
      '| NVIDIA-SMI 580.126.09             Driver Version: 580.126.09     CUDA Version: 13.0     |',
      '|   0  Tesla V100-PCIE-12GB           Off |   00000000:84:00.0 Off |                    0 |',
      '|   1  Tesla V100-PCIE-12GB           Off |   00000000:85:00.0 Off |                    0 |',
      'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-1234)',
      'Model name:                      Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz',
      '[rank: 0] Seed set to 42',
      'Ultralytics 8.3.40 🚀 Python-3.10.12 torch-2.5.1+cu121 CUDA:0 (Tesla T4, 15102MiB)',
      'Job Wall-clock time: 1-02:00:01',
    ].join('\n');
    const files = { 'logs/slurm-8250376_0.out': log };
    const at = 'logs/slurm-8250376_0.out';
    expect(await hardware(files)).toEqual([
      `slurm job_id 8250376 ${at}`,
      `slurm job_partition gpu_4 ${at}:1`,
      `slurm cpus_on_node 10 ${at}:2`,
      `driver 580.126.09 ${at}:5`,
      `cuda 13.0 ${at}:5`,
      `gpu Tesla V100-PCIE-12GB ${at}:6`,
      `gpu NVIDIA A100-SXM4-40GB ${at}:8`,
      `cpu Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz ${at}:9`,
      `gpu Tesla T4 ${at}:11`,
    ]);
    const { seeds, cost } = await gatherSettings(collected(files));
    expect(seeds).toMatchObject([{ line: 10, library: 'lightning', value: 42, grade: 'recorded' }]);
    expect(cost.trainingSeconds).toBe(93_601);
    expect((await gatherPersonal(collected(files))).map(({ line, what }) => `${line} ${what}`)).toEqual([
      '4 a user name',
      '3 a host name',
    ]);
  });

  it('are the answers of notebooks too', async () => {
    const cell = {
      cell_type: 'code',
      source: ['!nvidia-smi'],
      outputs: [
        { output_type: 'stream', text: ['|   0  Tesla T4            Off  | 00000000:00:04.0 Off |        0 |\n'] },
      ],
    };
    const notebook = JSON.stringify({ cells: [cell], nbformat: 4, metadata: {} }, null, 1);
    expect(await hardware({ 'a.ipynb': notebook })).toEqual([expect.stringMatching(/^gpu Tesla T4 a\.ipynb:\d+$/)]);
  });

  it('tell nothing of what only looks alike', async () => {
    const log = 'GPU memory: 12 GB\nepoch 1 | 0  loss 0.5 | val\nModel name: \nseed set to zero\n';
    expect(await hardware({ 'train.log': log })).toEqual([]);
  });
});

describe('personal details in more files of tools', () => {
  it('are told of settings and tags of MLflow, of folders of Hydra and of where a machine stood', async () => {
    const run = 'mlruns/1/0123456789abcdef0123456789abcdef';
    const found = await gatherPersonal(
      collected({
        [`${run}/params/data`]: '/home/ada/data',
        [`${run}/params/alpha`]: '0.1',
        [`${run}/tags/contact`]: 'ada@example.org',
        'out/.hydra/overrides.yaml': '- data_dir=/home/ada/data\n',
        'emissions.csv': 'timestamp,longitude,latitude\n2026,,\n2026,11.58,48.15\n',
      }),
    );
    expect(found.map(({ path, line, what }) => `${path.replace(run, 'run')}:${line} ${what}`)).toEqual([
      'emissions.csv:3 a geographic position',
      'out/.hydra/overrides.yaml:1 a home directory',
      'run/params/data:1 a home directory',
      'run/tags/contact:1 a mail address',
    ]);
  });
});
