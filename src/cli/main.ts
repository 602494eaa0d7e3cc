import manifest from '../../package.json' with { type: 'json' };

/**
 * The thin entry: answers `--version` without loading anything else, so that it costs no more than starting Node;
 * everything else lies in program.ts, loaded on first use.
 */
const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) process.stdout.write(`${manifest.version}\n`);
else {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever reads may stop reading (`| head`); the work goes on, and its exit code says how it went.
      if (error.code !== 'EPIPE') throw error;
    });
  import('./program.js').then(({ run }) =>
    run(args, { stdout: process.stdout, stderr: process.stderr, env: process.env }).then((code) => {
      process.exitCode = code;
    }),
  );
}
