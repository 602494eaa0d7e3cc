// The licenses of everything that is bundled into dist/, one block a package.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FORBIDDEN = /\b(A?GPL)\b/;

/** The package folder that a bundled file belongs to, or null for our own sources. */
function packageFolder(root, input) {
  const at = input.lastIndexOf('node_modules/');
  if (at < 0) return null;
  const parts = input.slice(at + 'node_modules/'.length).split('/');
  const name = parts[0].startsWith('@') ? `${parts[0]}/${parts[1]}` : parts[0];
  return join(root, input.slice(0, at), 'node_modules', name);
}

/** Text of THIRD-PARTY-LICENSES.txt; throws where a package has no license that may be shipped. */
export function thirdPartyLicenses(root, inputs) {
  const folders = [
    ...new Set([...inputs].map((input) => packageFolder(root, input)).filter((folder) => folder !== null)),
  ];
  const blocks = folders.map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const license = typeof manifest.license === 'string' ? manifest.license : manifest.license?.type;
    if (!license || (FORBIDDEN.test(license) && !/\bOR\b/.test(license)))
      throw new Error(`${manifest.name}: license ${license ?? 'missing'} cannot be shipped in dist/`);
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    const text = file
      ? readFileSync(join(folder, file), 'utf8').trim()
      : `License: ${license} (the package ships no license text)`;
    return {
      key: `${manifest.name}@${manifest.version}`,
      text: `${manifest.name} ${manifest.version} (${license})\n\n${text.replace(/\r\n/g, '\n')}\n`,
    };
  });
  const grammars = join(root, 'vendor/grammars');
  for (const name of readdirSync(grammars)
    .filter((file) => file.endsWith('.LICENSE'))
    .sort()) {
    const grammar = name.replace(/\.LICENSE$/, '');
    blocks.push({
      key: `~${grammar}`,
      text: `${grammar} (grammar)\n\n${readFileSync(join(grammars, name), 'utf8').trim()}\n`,
    });
  }
  const unique = new Map(blocks.map((block) => [block.key, block.text]));
  const rule = `${'-'.repeat(80)}\n`;
  return `The files in this folder contain code of the packages below, each under its own license.\n${rule}${[
    ...unique.keys(),
  ]
    .sort()
    .map((key) => unique.get(key))
    .join(rule)}`;
}
