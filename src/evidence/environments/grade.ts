import { byBytes } from '../../bytes/order.js';
import type { Environment } from '../evidence.js';
import type { Declaration, Declared } from './declaration.js';
import frameworks from './frameworks.json' with { type: 'json' };

/** Lines named one by one; a file with thousands of loose lines makes one message of the rest. */
const PROBLEMS_SHOWN = 100;

/** Share of exact lines from which a list counts as pinned although single lines are loose. */
const MOSTLY = 2 / 3;

/** Packages that train models: a list that leaves one of them loose is not pinned, whatever else it fixes. */
const TRAINERS: ReadonlySet<string> = new Set(frameworks.flatMap((framework) => framework.packages));

/** An Environment with its grade (research/evidence: P0 bare names … P4 hashed closure with interpreter, PX broken). */
export function gradedEnvironment(declared: Declared, path: string, ecosystem: string): Environment {
  const { declarations } = declared;
  const exact = declarations.filter((item) => item.pin === 'exact');
  const packages = exactVersions(exact);
  return {
    path,
    ecosystem,
    grade: gradeOf(declared),
    pinned: exact.length,
    total: declarations.length,
    hashed: declarations.filter((item) => item.hashed).length,
    problems: problemsOf(declared),
    ...(packages && { packages }),
    ...(declared.interpreter !== undefined && { interpreter: declared.interpreter }),
  };
}

/** The grade that follows from the declarations. */
export function gradeOf(declared: Declared): Environment['grade'] {
  const grade = freeGrade(declared);
  const { atMost } = declared;
  return atMost !== undefined && grade !== 'PX' && grade > atMost ? atMost : grade;
}

function freeGrade({ declarations, closure, interpreter, selfContained, broken }: Declared): Environment['grade'] {
  if (broken || declarations.some((item) => item.pin === 'broken')) return 'PX';
  if (declarations.length === 0) return 'P0';
  const loose = declarations.filter((item) => item.pin !== 'exact');
  if (loose.length === 0 && closure) {
    return (interpreter !== undefined || selfContained) && declarations.every((item) => item.hashed) ? 'P4' : 'P3';
  }
  const mostly = loose.length <= declarations.length * (1 - MOSTLY);
  if (mostly && !loose.some((item) => TRAINERS.has(item.name))) return 'P2';
  return declarations.every((item) => item.pin === 'bare') ? 'P0' : 'P1';
}

/** What is wrong with the file as a whole, then each loose line, in the order of lines. */
function problemsOf(declared: Declared): { line: number; message: string }[] {
  const loose = declared.declarations
    .filter((item) => item.pin !== 'exact')
    .map((item) => ({ line: item.line, message: looseMessage(item) }));
  const all = [...declared.problems, ...withoutDigest(declared), ...loose].sort((a, b) => a.line - b.line);
  if (all.length <= PROBLEMS_SHOWN) return all;
  const shown = all.slice(0, PROBLEMS_SHOWN);
  return [
    ...shown,
    { line: all[PROBLEMS_SHOWN]!.line, message: `${all.length - PROBLEMS_SHOWN} more lines are not exact` },
  ];
}

/** A lock that has digests should have them for everything. */
function withoutDigest({ declarations, closure }: Declared): { line: number; message: string }[] {
  const bare = declarations.filter((item) => item.pin === 'exact' && !item.hashed);
  if (!closure || bare.length === 0 || bare.length === declarations.length) return [];
  const names = [...new Set(bare.map((item) => item.name))];
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
  return [
    { line: bare[0]!.line, message: `${bare.length} of ${declarations.length} packages have no digest (${shown})` },
  ];
}

function looseMessage({ name, pin, wish, why }: Declaration): string {
  if (why !== undefined) return `${name}: ${why}`;
  if (pin === 'bare') return `${name} has no version`;
  return `${name} ${wish ?? ''} is a range, not one version`.replace('  ', ' ');
}

/** Package → version, keys in byte order. */
function exactVersions(exact: readonly Declaration[]): Record<string, string> | undefined {
  const versions = exact
    .filter((item) => item.version !== undefined)
    .map((item): [string, string] => [item.name, item.version!])
    .sort(([a], [b]) => byBytes(a, b));
  return versions.length > 0 ? Object.fromEntries(versions) : undefined;
}
