import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hardwareOf } from '../../src/record/machine.js';

// What `nvidia-smi` of driver 550 prints; no machine of ours has one.
const TABLE = '| NVIDIA-SMI 550.54.15   Driver Version: 550.54.15   CUDA Version: 12.4 |';
const inPosix = process.platform === 'win32' ? it.skip : it;

describe('hardware of a recorded run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'modelbag-machine-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const withDriver = (...rows: string[]): { env: NodeJS.ProcessEnv } => {
    const query = `printf '%s\\n' ${rows.map((row) => `'${row}'`).join(' ')}`;
    const script = `#!/bin/sh\ncase "$1" in --query-gpu=*) ${query};; *) echo '${TABLE}';; esac\n`;
    writeFileSync(join(folder, 'nvidia-smi'), script, { mode: 0o755 });
    return { env: { PATH: `${folder}${delimiter}${process.env['PATH']}` } };
  };

  inPosix('has every GPU with driver, memory and the CUDA of the driver', async () => {
    const where = withDriver('NVIDIA A100-SXM4-80GB, 550.54.15, 81920', 'NVIDIA GB10, 550.54.15, [N/A]');
    expect(await hardwareOf(where)).toMatchObject({
      gpus: [
        { name: 'NVIDIA A100-SXM4-80GB', driver: '550.54.15', memoryBytes: 81920 * 1024 * 1024 },
        { name: 'NVIDIA GB10', driver: '550.54.15', memoryBytes: 0 },
      ],
      cuda: '12.4',
    });
  });

  inPosix('has no GPU where the driver answers with a complaint', async () => {
    const where = withDriver(
      'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver, please, retry',
    );
    expect((await hardwareOf(where)).gpus).toEqual([]);
  });
});
