// The registry of formats as documents: docs/formats.json for programs, docs/formats.md for people.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Families in the order of the document. */
const FAMILIES = {
  exchange: ['For any framework', 'Made for exchange between frameworks, or read by many.'],
  pytorch: ['PyTorch', ''],
  tensorflow: ['TensorFlow and Keras', ''],
  'hugging-face': ['Hugging Face', 'Directories and indexes around weights.'],
  jax: ['JAX, Flax, Orbax', ''],
  python: ['Python objects', 'Loading them can run any code; scikit-learn models are mostly kept this way.'],
  r: ['R', ''],
  classical: ['Trees and linear models', ''],
  science: ['MATLAB, Octave, Julia and statistics packages', ''],
  frameworks: ['Other frameworks', ''],
  device: ['Phones, chips and compilers', 'Mostly made from another file, which is the one to archive.'],
  jvm: ['Java virtual machine', ''],
  language: ['Words and tokens', ''],
  package: ['Packages around models', ''],
  arrays: ['Arrays and tables', ''],
  container: ['Archives', 'Looked into, member by member.'],
  other: ['Not a model', 'Found in the place of one.'],
};
const READERS = {
  identified: 'recognized',
  facts: 'facts',
  tensors: 'tensors',
  structure: 'tensors, structure',
};

/** Registry and judgment, bundled in memory: the sources are TypeScript. */
async function load() {
  const lines = [
    "export { FALLBACKS, FORMATS } from './src/formats/registry.js';",
    "export { identifyOnlyFormats } from './src/formats/identify-only.js';",
    "export { emptyContents, PRONOM_VERSION } from './src/formats/format.js';",
    "export { assessOpenness } from './src/assess/openness.js';",
  ];
  const { outputFiles } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'error',
    banner: { js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire('/');" },
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** One format as the published registry has it. */
function entryOf(format, { identifyOnlyFormats, emptyContents, assessOpenness }) {
  const { id, name, aliases = [], extensions, family, container, signature, specializes, facts } = format;
  const contents = emptyContents(facts.worstLoading === 'program' ? 'program' : 'data-only');
  const { class: openness } = assessOpenness({ format: { name, facts }, contents }, 'safe');
  const reader = identifyOnlyFormats.includes(format)
    ? 'identified'
    : format.structure
      ? 'structure'
      : format.tensors
        ? 'tensors'
        : 'facts';
  return {
    id,
    name,
    aliases: [...aliases],
    family,
    extensions: [...extensions],
    ...(facts.mediaType && { mediaType: facts.mediaType }),
    signature,
    container,
    ...(specializes && { specializes }),
    steward: facts.steward,
    ...(facts.specification && { specification: facts.specification }),
    disclosure: facts.disclosure,
    independent: facts.independent,
    openness,
    encoding: facts.encoding,
    holds: facts.holds,
    isModel: facts.isModel !== false,
    worstLoading: facts.worstLoading,
    pronom: [
      ...(facts.puid ? [{ puid: facts.puid }] : []),
      ...Object.entries(facts.puids ?? {}).map(([of, puid]) => ({ puid, of })),
    ],
    ...(facts.openExport && { openExport: facts.openExport }),
    reader,
  };
}

const escapeCell = (text) =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll('*', '\\*')
    .replaceAll('_', '\\_');
const code = (text) => `\`${text.replaceAll('|', '\\|')}\``;

function rowOf({
  id,
  name,
  extensions,
  signature,
  specification,
  steward,
  disclosure,
  openness,
  isModel,
  worstLoading,
  pronom,
  openExport,
  reader,
}) {
  const title = specification ? `[${escapeCell(name)}](${specification})` : escapeCell(name);
  const identifiers = pronom.map(({ puid, of }) => (of ? `${puid} (${of})` : puid)).join(', ');
  const cells = [
    `<a id="${id}"></a>${title}<br>${code(id)}`,
    extensions.map(code).join(' '),
    escapeCell(signature),
    `${isModel ? `**${openness}**<br>` : ''}${disclosure}: ${escapeCell(steward)}`,
    worstLoading,
    READERS[reader],
    [identifiers && `PRONOM ${identifiers}`, openExport && `→ ${code(openExport)}`].filter(Boolean).join('<br>'),
  ];
  return `| ${cells.join(' | ')} |`;
}

const tableOf = (formats) =>
  [
    '| Format | Files | Recognized by | Openness | Worst loading | We read | PRONOM, open copy |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...formats.map(rowOf),
  ].join('\n');

function pageOf({ formats, pronomVersion }) {
  const known = formats.filter(({ pronom }) => pronom.length > 0).length;
  const count = (reader) => formats.filter((format) => format.reader === reader).length;
  const head = `# Formats

${formats.length} formats, recognized by their content: ${count('structure')} are read to the structure of the model, ${count('tensors')} to every tensor,
${count('facts')} to their facts, ${count('identified')} are recognized and described. The same registry for programs:
[formats.json](formats.json), described by \`schemas/formats.schema.json\`.

- **Recognized by** is what proves the format. A file's extension proves nothing; a wrong one is a finding, and so are bytes that
  prove two formats at once.
- **Openness** is the class of a file that carries no code, then who describes the format: *standard* (a standards body or
  foundation), *documented* (its one steward), *source* (only a program's source code), *closed* (nobody).
- **Worst loading** is the worst that loading a file of this format may do: *data-only*, *template* (text that is evaluated in
  use), *program* (a graph or script that runs), *code* (loading itself runs code). \`modelbag inspect\` says what one file does.
- **PRONOM** is the identifier of The National Archives, checked against DROID signature file ${pronomVersion}; ${known} of these
  formats have one. The arrow names the open format to keep a copy in.
`;
  const sections = Object.entries(FAMILIES).map(([family, [title, about]]) => {
    const own = formats.filter((format) => format.family === family);
    return `## ${title}\n\n${about ? `${about}\n\n` : ''}${tableOf(own)}\n`;
  });
  const tail = `## How to add one

One file, one line. A format that is read: \`src/formats/<id>.ts\` with one exported \`Format\` (its facts, how it is recognized,
what it contains) and one line in \`src/formats/registry.ts\`. A format that is only recognized: one entry in
\`src/formats/identify-only.json\`. A model of several files also has an entry in \`src/formats/directory-kinds.json\`. Then
\`npm run docs\` writes this page and formats.json; the fuzz targets and the tests of the registry find the format by themselves.
`;
  return [head, ...sections, tail].join('\n');
}

/** Wanted text by path, and what is wrong that no program can mend. */
export async function planFormats() {
  const sources = await load();
  const formats = [...sources.FORMATS, ...sources.FALLBACKS].map((format) => entryOf(format, sources));
  const faults = formats
    .filter(({ family }) => !Object.hasOwn(FAMILIES, family))
    .map(({ id, family }) => `${id} has the family ${family}, which scripts/format-docs.mjs does not know`);
  const order = Object.keys(FAMILIES);
  formats.sort((a, b) => order.indexOf(a.family) - order.indexOf(b.family));
  const pronomVersion = sources.PRONOM_VERSION;
  const families = Object.entries(FAMILIES).map(([id, [title]]) => ({ id, title }));
  const document = { schema: 'modelbag/formats/1', pronomVersion, families, formats };
  const wanted = new Map([
    ['docs/formats.json', `${JSON.stringify(document, null, 2)}\n`],
    ['docs/formats.md', pageOf({ formats, pronomVersion })],
  ]);
  return { wanted, faults };
}
