const { cpSync, existsSync, mkdirSync, statSync } = require('node:fs');
const { basename, join } = require('node:path');

const path = process.env.INPUT_PATH;
const to = join(process.env.ARTIFACTS, process.env.INPUT_NAME);
if (existsSync(path)) {
  mkdirSync(to, { recursive: true });
  cpSync(path, statSync(path).isDirectory() ? to : join(to, basename(path)), { recursive: true });
} else if (process.env['INPUT_IF-NO-FILES-FOUND'] === 'error') {
  process.stdout.write(`::error::No files were found with the provided path: ${path}\n`);
  process.exitCode = 1;
}
