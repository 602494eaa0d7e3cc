import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { CodeCache } from './code-cache.js';
import { Pieces } from './pieces.js';
import { StandardOutput } from './standard-output.js';

/** Names the contents of dist/lib/; the build puts it in. */
declare const BUILD: string;

/**
 * The thin entry: answers `--version` without loading anything else, so that it costs no more than starting Node;
 * everything else lies in program.ts, loaded on first use.
 */
const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) process.stdout.write(`${manifest.version}\n`);
else {
  const stdout = new StandardOutput(1, () => process.stdout);
  const stderr = new StandardOutput(2, () => process.stderr);
  const pieces = new Pieces(join(__dirname, 'lib'), CodeCache.open(BUILD, process.env));
  const { run } = pieces.load('program.cjs') as typeof import('./program.js');
  run(args, { stdout, stderr, env: process.env }).then((code) => {
    process.exitCode = code;
    pieces.keep();
    // Node would clear its memory first.
    if (!stdout.isOpen && !stderr.isOpen) process.exit();
  });
}
