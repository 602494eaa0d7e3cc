import manifest from '../../package.json' with { type: 'json' };
import { StandardOutput } from './standard-output.js';

/**
 * The thin entry: answers `--version` without loading anything else, so that it costs no more than starting Node;
 * everything else lies in program.ts, loaded on first use.
 */
const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) process.stdout.write(`${manifest.version}\n`);
else {
  const stdout = new StandardOutput(1, () => process.stdout);
  const stderr = new StandardOutput(2, () => process.stderr);
  import('./program.js').then(({ run }) =>
    run(args, { stdout, stderr, env: process.env }).then((code) => {
      process.exitCode = code;
      // Node would clear its memory first.
      if (!stdout.isOpen && !stderr.isOpen) process.exit();
    }),
  );
}
