// The writer alone, as a program: plan.json → zip. `--read-back` also verifies it and gives it its name, as pack does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BagPlan } from '../src/bag/bag-plan.js';
import { createFile } from '../src/bag/file-sink.js';
import type { BagMember } from '../src/bag/member.js';
import { zipForm } from '../src/bag/write/zip.js';
import { layOut } from '../src/bag/zip/layout.js';
import { openFile } from '../src/bytes/file-source.js';
import { SILENT } from '../src/progress.js';

const [planPath = '', folder = '', out = '', flag] = process.argv.slice(2);
const members = JSON.parse(readFileSync(planPath, 'utf8')) as BagMember[];
const plan: BagPlan = {
  name: 'bench',
  time: Date.UTC(2026, 0, 1) / 1000,
  layout: 'root',
  folder: '',
  members,
  apart: [],
  zip: layOut(members.map(({ path, size }) => ({ name: path, size }))),
  renamed: [],
  leftOut: [],
};
const open = (path: string) => openFile(join(folder, path));
const readBack = async () => {
  // Verifying takes many modules, which writing alone must not load.
  const { writeBag } = await import('../src/bag/write.js');
  await writeBag(plan, open, out, { force: true });
};
const writing = flag === '--read-back' ? readBack() : zipForm.write({ plan, open, progress: SILENT, createFile }, out);
// Not at the top level: CommonJS has no await there.
writing.catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
});
