// Validates bom.cdx.json of bags against the official CycloneDX 1.6 schema. Usage: node bom.mjs BAG.zip ...
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const schema = (name) => JSON.parse(readFileSync(new URL(`../../schemas/external/${name}`, import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addFormat('iri-reference', true).addFormat('idn-email', true);
ajv.addSchema(schema('spdx.schema.json'), 'http://cyclonedx.org/schema/spdx.schema.json');
ajv.addSchema(schema('jsf-0.82.schema.json'), 'http://cyclonedx.org/schema/jsf-0.82.schema.json');
const validate = ajv.compile(schema('bom-1.6.schema.json'));

for (const bag of process.argv.slice(2)) {
  // The bag may lie below one top folder, named like the zip.
  const folder = basename(bag, '.zip');
  const found = ['bom.cdx.json', `${folder}/bom.cdx.json`]
    .map((path) => spawnSync('unzip', ['-p', bag, path], { maxBuffer: 1 << 30 }))
    .find(({ status }) => status === 0);
  if (!found) throw new Error(`expected bom.cdx.json in ${bag}, found none`);
  const isValid = validate(JSON.parse(found.stdout.toString()));
  process.stdout.write(`CycloneDX 1.6: ${bag}: ${isValid ? 'valid' : JSON.stringify(validate.errors, null, 1)}\n`);
  if (!isValid) process.exitCode = 1;
}
