import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { againstBase } from '../../src/assess/against-base.js';
import { assess } from '../../src/assess/assess.js';
import type { Assessment } from '../../src/assess/assessment.js';
import { renderBadge } from '../../src/report/badge.js';
import { COMMENT_LIMIT, renderComment, renderReleasedComment, renderSolvedComment } from '../../src/report/comment.js';
import { isNewer, type Marker, readMarker, writeMarker } from '../../src/report/comment-marker.js';
import { opennessChart, originChart } from '../../src/report/mermaid.js';
import { renderReleaseNotes, roomFor, withSection } from '../../src/report/release-notes.js';
import { renderReplayMarkdown } from '../../src/report/replay.js';
import { renderSarif } from '../../src/report/sarif.js';
import { renderSummary } from '../../src/report/summary.js';
import { GOOD_EVIDENCE, goodModels, input, inspection, NO_EVIDENCE } from '../assess/make.js';

const marker: Marker = { key: 'modelbag', run: 7, attempt: 1, sha: 'a'.repeat(40) };
const NASTY = [
  '](javascript:x)',
  '<!-- x -->',
  '<script>',
  '@octocat #1',
  '`x`|y',
  '"];n0-->n1',
  'a\nb',
  '::error::x',
  '\u202egnp',
];
const evil = (path: string) => inspection(path, { format: 'pickle', loading: 'code', globals: ['os.system'] });
const good = (): Assessment => assess(input({ inspections: goodModels(), evidence: GOOD_EVIDENCE }));
const nasty = (): Assessment =>
  assess(
    input({
      repository: NASTY[0]!,
      tag: NASTY[1]!,
      inspections: NASTY.map(evil),
      evidence: {
        ...NO_EVIDENCE,
        scripts: NASTY.map((path) => ({
          path,
          language: 'python',
          role: 'train',
          writes: NASTY.map((model) => ({ model, line: 1, how: 'x' })),
        })),
      },
    }),
  );
const empty = (): Assessment => assess(input({ inspections: [] }));
const bag = {
  name: 'm-v1.zip',
  url: 'https://github.com/o/m/releases/download/v1/m-v1.zip',
  size: 1234,
  sha256: 'b'.repeat(64),
  tag: 'v1',
  releaseUrl: 'https://github.com/o/m/releases/tag/v1',
};

describe('comment', () => {
  it('says first what changed, then what to do next, the rest folded', () => {
    const head = assess(input({ inspections: [...goodModels(), evil('evil.pkl')], evidence: GOOD_EVIDENCE }));
    const text = renderComment(againstBase(head, good(), 'c'.repeat(40)), { marker, runUrl: 'https://github.com/run' });
    expect(text.split('\n')[1]).toMatch(/^### ❌ modelbag: \d things? to settle/);
    expect(text).toMatch(/\*\*Next:\*\* `evil\.pkl`/);
    expect(text).toMatch(/➕ added \| `evil\.pkl` \| .* ❌ dangerous \|/);
    expect(text).toMatch(/\*\*\d of \d models preservable\*\*, before it was \d of \d/);
    expect(text.indexOf('➕ added')).toBeLessThan(text.indexOf('**Next:**'));
    expect(text.indexOf('**Next:**')).toBeLessThan(text.indexOf('<details>'));
    expect(text).toContain('against cccccccccc');
  });

  it('says what was gained, lost and solved', () => {
    const before = assess(input({ inspections: [...goodModels(), evil('evil.pkl')], evidence: NO_EVIDENCE }));
    const text = renderComment(againstBase(good(), before, 'c'.repeat(40)), { marker });
    expect(text).toMatch(/Now also known: .*training script/);
    expect(text).toMatch(/➖ removed \| `evil\.pkl`/);
    expect(text).toMatch(/\d+ findings? solved/);
    const back = renderComment(againstBase(before, good(), 'c'.repeat(40)), { marker });
    expect(back).toMatch(/No longer known: /);
  });

  it('begins with its mark and stays within the limit, never cut inside a fold', () => {
    const many = assess(
      input({ inspections: Array.from({ length: 300 }, (_, i) => evil(`models/${'long/'.repeat(20)}${i}.pkl`)) }),
    );
    for (const assessment of [
      good(),
      nasty(),
      empty(),
      many,
      againstBase(many, empty(), ''),
      againstBase(empty(), many, ''),
    ])
      for (const limit of [COMMENT_LIMIT, 5000, 900])
        for (const text of [
          renderComment(assessment, { marker, limit }),
          renderSolvedComment(assessment, { marker, limit }),
          renderReleasedComment(assessment, bag, { marker, limit }),
        ]) {
          expect(readMarker(text)).toEqual(marker);
          expect(text.length).toBeLessThanOrEqual(Math.max(limit, 2000));
          expect(text.split('<details>').length).toBe(text.split('</details>').length);
        }
  });

  it('lets no name out of a file act', () => {
    for (const text of [
      renderComment(againstBase(nasty(), empty(), ''), { marker }),
      renderSummary(nasty(), { bag }),
      renderReleaseNotes(bag, nasty(), 60_000),
    ]) {
      const bare = text.replace(/`[^`\n]*`/g, '').replace(/```mermaid.*?```/gs, '');
      expect(bare).not.toMatch(/<script|(?<!\\)\]\(javascript|(?<![\w/])@octocat|(?<!<!-- -->)#1\b|\u202e/);
    }
  });
});

describe('comment marker', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(
        fc.record({
          key: fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
          run: fc.nat(),
          attempt: fc.nat({ max: 99999 }),
          sha: fc.stringMatching(/^[0-9a-f]{40}$/),
        }),
        (one) => expect(readMarker(`${writeMarker(one)}\ntext`)).toEqual(one),
      ),
    );
  });

  it('counts in the first line alone', () => {
    expect(readMarker(`> ${writeMarker(marker)}`)).toBeNull();
    expect(readMarker(`text\n${writeMarker(marker)}`)).toBeNull();
  });

  it('orders runs and their attempts', () => {
    expect(isNewer({ ...marker, run: 8 }, marker)).toBe(true);
    expect(isNewer({ ...marker, attempt: 2 }, marker)).toBe(true);
    expect(isNewer(marker, marker)).toBe(false);
    expect(isNewer({ ...marker, attempt: 9 }, { ...marker, run: 8 })).toBe(false);
  });
});

describe('sarif', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync('schemas/external/sarif-2.1.0.schema.json', 'utf8')),
  );
  type Result = {
    ruleIndex: number;
    ruleId: string;
    partialFingerprints: object;
    locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
  };
  const runOf = (text: string) =>
    (JSON.parse(text) as { runs: [{ results: Result[]; tool: { driver: { rules: { id: string }[] } } }] }).runs[0];

  it('is valid against the schema of SARIF 2.1.0', () => {
    for (const assessment of [good(), nasty(), empty(), againstBase(nasty(), empty(), '')]) {
      validate(JSON.parse(renderSarif(assessment, { prefix: 'a b/c' })));
      expect(validate.errors).toBeNull();
    }
  });

  it('points at rules, files and nothing outside', () => {
    const { results, tool } = runOf(renderSarif(nasty(), { prefix: 'sub' }));
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(locations[0]!.physicalLocation.artifactLocation.uri).toMatch(/^sub\/[\w.~!*'()%/-]+$/);
    }
  });

  it('has fingerprints that tell findings apart and do not follow the line', () => {
    const { findings, ...rest } = good();
    const one = {
      rule: 'seed-missing',
      kind: 'k',
      severity: 'warning',
      confidence: 'high',
      message: 'm',
      advice: '',
      path: 'a.py',
    } as const;
    const prints = (lines: number[]) =>
      runOf(renderSarif({ ...rest, findings: lines.map((line) => ({ ...one, line })) })).results.map((result) =>
        JSON.stringify(result.partialFingerprints),
      );
    expect(prints([3, 9])).toEqual(prints([5, 20]));
    expect(new Set(prints([3, 9])).size).toBe(2);
    expect(findings).toBeDefined();
  });
});

describe('charts', () => {
  it('are drawn only where they say something', () => {
    expect(opennessChart(good())).toContain('pie title');
    expect(opennessChart(empty())).toBeNull();
    expect(originChart(empty())).toBeNull();
  });

  it('hold no name that Mermaid could read as syntax', () => {
    const lines = originChart(nasty())!.trimEnd().split('\n').slice(2, -2);
    for (const line of lines)
      expect(line).toMatch(
        /^ {4}(n\d+(\[|\(\[|\[\(|\[\/)"([A-Za-z0-9 .,_/#;-]|<br>)*"(\]|\]\)|\)\]|\/\])(:::weak)?|n\d+ (-->|==>\|equal\||-\.->(\|same name\|)?) n\d+)$/,
      );
    expect(lines.length).toBeGreaterThan(5);
  });
});

describe('release notes', () => {
  it('keep every other word, and do not grow when written again', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (notes, more) => {
        fc.pre(!notes.includes('<!-- modelbag'));
        const once = withSection(notes, renderReleaseNotes(bag, good(), 60_000));
        expect(once.startsWith(notes.trim() === '' ? '' : notes.trimEnd())).toBe(true);
        const twice = withSection(`${once}${more}`, renderReleaseNotes(bag, null, 60_000));
        expect(withSection(twice, renderReleaseNotes(bag, good(), 60_000))).toBe(`${once}${more}`);
      }),
    );
  });
});

describe('long names and lists', () => {
  const name = 'x'.repeat(5000);
  const numbers = Array.from({ length: 100 }, (_, i) => i);
  const state = { size: 1, format: 'f', openness: 'recommended', loading: 'data-only', safety: { status: 'complete', verdict: 'safe' }, parameterCount: 1 } as const; // biome-ignore format: one line reads best
  const models = numbers.map((n) => ({
    path: `${name}${n}`,
    change: 'changed' as const,
    before: { ...state },
    after: { ...state },
    weights: {
      same: 0,
      unread: 0,
      more: 0,
      changes: numbers.map((i) => ({
        name: `${i}${name}`,
        change: 'changed' as const,
        dtype: 'float32',
        shape: numbers.concat(numbers),
        largest: 1,
      })),
    },
  }));

  it('push nothing else out of comments', () => {
    const head = assess(input({ inspections: [...goodModels(), evil('evil.pkl')], evidence: GOOD_EVIDENCE }));
    const seen = againstBase(head, assess(input({ inspections: [{ ...evil('gone.pkl'), size: 77 }] })), 'c'.repeat(40));
    const text = renderComment({ ...seen, againstBase: { ...seen.againstBase!, models } }, { marker });
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    const order = ['✏️ changed', '**Next:**', ' solved</summary>', 'Which tensors changed', 'The whole report'];
    const at = order.map((words) => text.indexOf(words));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at[0]).toBeGreaterThan(0);
  });

  it('push neither the bag nor its verification out of the notes of a release', () => {
    const evidence = { gained: [], lost: [] };
    const metrics = numbers.map((i) => ({ name: `${i}${name}`, before: 1, after: 2 }));
    const full = { ...bag, since: { tag: 'v0', models, evidence, metrics } };
    const notes = 'Words of a person. '.repeat(5000);
    for (const text of ['', notes, withSection(notes, '')]) {
      const section = renderReleaseNotes(full, good(), roomFor(text));
      expect(section).toContain(bag.sha256);
      expect(section).toContain('How to verify it');
      expect(withSection(text, section).length).toBeLessThanOrEqual(125_000);
    }
    expect(renderReleaseNotes(full, good(), roomFor(''))).toContain('Which tensors changed');
  });

  it('keep the marks of GitHub as they are, and let no name be one of ours', () => {
    const named = assess(input({ inspections: [evil('<!-- modelbag:end -->.pkl')] }));
    const notes = withSection('', renderReleaseNotes({ ...bag, since: { tag: '#1', models: [], evidence: { gained: [], lost: [] }, metrics: [] } }, named, 60_000)); // biome-ignore format: one line reads best
    expect(notes.split('<!-- modelbag:end -->')).toHaveLength(2);
    expect(notes).toContain('Since \\#<!-- -->1\n');
  });
});

describe('training again', () => {
  const document = { schema: 'modelbag/replay/1', verdict: 'could-not-run', reason: 'No.', bag: 'm.zip', setup: ['uv sync'], command: [], commandFrom: '', exitCode: 1, durationSeconds: 1, models: [], metrics: [], output: 'a\n\nb\n' } as const; // biome-ignore format: one line reads best

  it('parts its blocks by one blank line, whatever was run', () => {
    for (const command of [[], ['python3', 'train.py']]) {
      const text = renderReplayMarkdown({ ...document, setup: [...document.setup], command, models: [], metrics: [] });
      expect(text).toMatch(/\n- [^\n]*\n\nThe end of what it wrote:\n\n> `a` {2}\n> `b`/);
      expect(text).not.toContain('\n\n\n');
    }
  });
});

describe('badge', () => {
  it('says in a word how it stands', () => {
    expect(JSON.parse(renderBadge(good()))).toMatchObject({ schemaVersion: 1, label: 'modelbag' });
    expect(JSON.parse(renderBadge(nasty()))).toMatchObject({ message: 'not ready to publish', color: 'red' });
    expect(JSON.parse(renderBadge(empty()))).toMatchObject({ message: 'no models' });
  });
});
