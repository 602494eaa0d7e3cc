// Start-up of `modelbag --version` against an empty Node process. Target: at most 1.5 times.
import { fileURLToPath } from 'node:url';
import { ratio } from './pairs.mjs';

const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const result = await ratio([process.execPath, cli, '--version'], [process.execPath, '-e', '0'], 15);
process.stdout.write(
  `start-up: ${(result.a * 1000).toFixed(0)} ms, node -e 0: ${(result.b * 1000).toFixed(0)} ms, ratio ${result.ratio.toFixed(2)} (target 1.5)\n`,
);
process.exitCode = result.ratio <= 1.5 ? 0 : 1;
