import { assess } from '../../src/assess/assess.js';
import type { Assessment } from '../../src/assess/assessment.js';
import { input, inspection, NO_EVIDENCE, tensor } from '../assess/make.js';

/** Names that try to act where they are shown. */
export const NASTY = [
  '](javascript:x)',
  '::error::x',
  '\u202egnp.pt',
  '<script>x</script>',
  '@octocat/a|b',
  '`x`.pt',
  `${'n'.repeat(300)}.pt`,
  'a\nb\u001b[2J',
];

/** Hostile names wherever a name can stand. */
export const nasty = (): Assessment =>
  assess(
    input({
      repository: NASTY[0]!,
      tag: NASTY[1]!,
      inspections: NASTY.map((name) =>
        inspection(name, {
          format: 'pytorch-zip',
          loading: 'code',
          weightsOnlyLoadable: false,
          globals: [name],
          facts: [{ key: name, value: name, where: name }],
          tensors: [tensor(name, [2])],
          needs: [{ package: name, version: name, evidence: name }],
        }),
      ),
      refused: NASTY.map((name) => ({ path: name, kind: 'symlink', reason: name, advice: name })),
      notes: NASTY,
      evidence: {
        ...NO_EVIDENCE,
        scripts: NASTY.map((path) => ({
          path,
          language: 'python',
          role: 'train',
          writes: [{ pattern: path, line: 1, how: 'x' }],
        })),
        training: [{ script: NASTY[0]!, seeded: 'no', missing: NASTY, why: NASTY[1]! }],
        environments: [
          { path: NASTY[2]!, ecosystem: 'pip', grade: 'P0', pinned: 0, total: 1, hashed: 0, problems: [] },
        ],
        hardware: NASTY.map((value) => ({ key: value, value, where: value })),
        dataSources: NASTY.map((value) => ({ kind: 'url', value, path: value, line: 1, packed: false })),
        documents: {
          ...NO_EVIDENCE.documents,
          license: { path: NASTY[3]!, spdx: NASTY[4]!, where: 'file' },
          citation: { path: 'CITATION.cff', valid: false, problems: [{ message: NASTY[0]! }] },
        },
        unread: NASTY.map((path) => ({ path, reason: path })),
      },
    }),
  );
