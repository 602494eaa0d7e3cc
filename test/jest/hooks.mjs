import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

/** What Node asks for each module that tests load: where it lies, and its JavaScript. */

const TESTS = new URL('../', import.meta.url).href;
const GLOBALS = new URL('globals.mjs', import.meta.url).href;

/** Imports name the JavaScript that will be made of the sources. */
const isSource = (url) => url.startsWith('file:') && !url.includes('/node_modules/');

export async function resolve(specifier, context, next) {
  // `?run=n` stands for the n-th test file that this process runs: what lies in test/ is loaded anew for each.
  const run = context.parentURL?.match(/\?run=\d+$/)?.[0];
  if (specifier === '@jest/globals') return { url: GLOBALS + (run ?? ''), shortCircuit: true };
  const relative = /^\.{1,2}\//.test(specifier) && context.parentURL !== undefined && isSource(context.parentURL);
  if (!relative) return next(specifier, context);
  const wanted = new URL(specifier, context.parentURL).href;
  const url = await next(wanted, context).catch((error) =>
    wanted.endsWith('.js') ? next(wanted.replace(/\.js$/, '.ts'), context) : Promise.reject(error),
  );
  return run !== undefined && url.url.startsWith(TESTS) ? { ...url, url: url.url + run } : url;
}

export async function load(url, context, next) {
  const path = url.replace(/\?.*$/, '');
  if (!path.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(path);
  const { code } = await transform(await readFile(filename, 'utf8'), {
    filename,
    sourceFileName: filename,
    sourceMaps: 'inline',
    swcrc: false,
    jsc: { target: 'es2022', experimental: { keepImportAttributes: true }, parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
