import manifest from '../../package.json' with { type: 'json' };

/**
 * The thin entry: answers `--version` without loading anything else, so that it costs no more than starting Node;
 * everything else lies in program.ts, loaded on first use.
 */
const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) process.stdout.write(`${manifest.version}\n`);
else {
  import('./program.js').then(({ run }) =>
    run(args, { stdout: process.stdout, stderr: process.stderr, env: process.env }).then((code) => {
      process.exitCode = code;
    }),
  );
}
