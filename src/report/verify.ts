import { count } from '../assess/quote.js';
import { csvLine } from '../bag/csv.js';
import type { BagProblem } from '../bag/verify/problem.js';
import type { VerifyReport } from '../bag/verify.js';
import { lineOf } from './escape.js';
import { wrap } from './fit.js';
import { type Paint, painter } from './paint.js';
import type { Look } from './terminal.js';
import type { Tone } from './words.js';

const WORDS: Readonly<Record<VerifyReport['verdict'], { mark: string; text: string; tone: Tone }>> = {
  valid: { mark: '✓', text: 'valid: complete, and every digest fits', tone: 'good' },
  incomplete: { mark: '!', text: 'incomplete: what is here is intact, but files are missing', tone: 'weak' },
  invalid: { mark: '✗', text: 'invalid', tone: 'bad' },
};
/** A crate in no bag states digests only of what its author wanted to. */
const LOOSE = 'valid: a plain RO-Crate, no BagIt bag; what it describes is here, and every digest that it states fits';
const MOST_PROBLEMS = 50;

/** What verifying found, one bag after the other; a total where there are several. */
export function renderVerifyTerminal(bags: readonly VerifyReport[], look: Look): string {
  const paint = painter(look.color);
  const parts = bags.map((bag) => oneBag(bag, look, paint).join('\n'));
  if (bags.length > 1) {
    const of = (verdict: VerifyReport['verdict']): string =>
      `${bags.filter((bag) => bag.verdict === verdict).length} ${verdict}`;
    parts.push(`${count(bags.length, 'bag')}: ${of('valid')}, ${of('incomplete')}, ${of('invalid')}`);
  }
  return `${parts.join('\n\n')}\n`;
}

/** One line a problem, for spreadsheets and scripts that check many bags; a sound bag has one line too. */
export function renderVerifyCsv(bags: readonly VerifyReport[]): string {
  const lines = bags.flatMap(({ bag, kind, verdict, problems, crate, models, profiles = [] }) => {
    const found = [
      ...[...problems, ...crate.problems, ...profiles.flatMap((profile) => profile.problems)].map((each) => [
        each.file,
        each.kind,
        each.expected,
        each.found,
      ]),
      ...models.changed.map((each) => [each.path, 'changed-model', each.expected, each.found]),
    ];
    return (found.length > 0 ? found : [['', '', '', '']]).map((cells) => csvLine([bag, kind, verdict, ...cells]));
  });
  return [csvLine(['bag', 'kind', 'verdict', 'file', 'problem', 'expected', 'found']), ...lines].join('');
}

function oneBag(
  { bag, kind, verdict, problems, crate, models, profiles = [] }: VerifyReport,
  { width }: Look,
  paint: Paint,
): string[] {
  const { mark, text, tone } = WORDS[verdict];
  const all = [...problems, ...crate.problems, ...profiles.flatMap((profile) => profile.problems)];
  return [
    `${paint.tone(tone, mark)} ${paint.bold(lineOf(bag))}`,
    `  ${paint.tone(tone, kind === 'crate' && verdict === 'valid' ? LOOSE : text)}`,
    ...all.slice(0, MOST_PROBLEMS).flatMap((problem) => problemLines(problem, width, paint)),
    ...(all.length > MOST_PROBLEMS ? [`  and ${count(all.length - MOST_PROBLEMS, 'more problem')}`] : []),
    ...crateLine(crate, paint),
    ...profiles.map((profile) => profileLine(profile, paint)),
    ...modelLines(models, width, paint),
  ];
}

function problemLines({ file, kind, expected, found }: BagProblem, width: number, paint: Paint): string[] {
  const values = [expected === '' ? '' : `expected ${expected}`, found === '' ? '' : `found ${found}`]
    .filter((part) => part !== '')
    .join(', ');
  return [
    `  ${paint.bold(lineOf(file === '' ? '(the bag)' : file))}  ${lineOf(kind)}`,
    ...(values === '' ? [] : wrap(lineOf(values), width - 4).map((line) => `    ${line}`)),
  ];
}

const crateLine = ({ valid }: VerifyReport['crate'], paint: Paint): string[] =>
  valid === null ? [] : [`  crate: ${valid ? paint.tone('good', 'valid') : paint.tone('bad', 'invalid')}`];

const profileLine = ({ id, valid }: NonNullable<VerifyReport['profiles']>[number], paint: Paint): string =>
  `  profile ${lineOf(id)}: ${valid ? paint.tone('good', 'met') : paint.tone('bad', 'not met')}`;

function modelLines({ unchanged, changed }: VerifyReport['models'], width: number, paint: Paint): string[] {
  if (unchanged + changed.length === 0) return [];
  return [
    `  models: ${count(unchanged, 'model')} as the evidence describes ${unchanged === 1 ? 'it' : 'them'}`,
    ...changed.flatMap(({ path, expected, found }) => [
      `  ${paint.tone('bad', lineOf(path))}  changed`,
      ...wrap(lineOf(`expected ${expected}, found ${found}`), width - 4).map((line) => `    ${line}`),
    ]),
  ];
}
