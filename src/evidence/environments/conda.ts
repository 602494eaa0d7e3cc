import { append } from '../../bytes/append.js';
import { parseYaml } from '../../containers/yaml-document.js';
import {
  brokenFile,
  type Declaration,
  type Declared,
  type EnvironmentFormat,
  fileName,
  listOf,
  recordOf,
  textOf,
} from './declaration.js';
import { parseRequirements } from './requirements.js';

/** What conda is asked for, or `conda env export` wrote. */
export const condaEnvironment: EnvironmentFormat = {
  id: 'conda-environment',
  title: 'conda environment',
  ecosystem: 'conda',
  recognize: (path) =>
    /(^|[-_.])(environment|env|conda|conda[-_]?env)([-_.].*)?\.ya?ml$/i.test(fileName(path)) &&
    !/conda-lock/i.test(path),
  async parse(text) {
    const parsed = await parseYaml(text);
    if ('message' in parsed) return /^dependencies:/m.test(text) ? brokenFile(parsed.line, parsed.message) : undefined;
    const root = recordOf(parsed.value);
    if (!Array.isArray(root['dependencies'])) return undefined;
    const problems: Declared['problems'] = [];
    if (textOf(root['prefix']) !== undefined)
      problems.push({
        line: parsed.lineOf(['prefix']),
        message: 'prefix names a folder of one machine; remove the line',
      });
    const declarations = listOf(root['dependencies']).flatMap((item, index) => {
      const line = parsed.lineOf(['dependencies', index]);
      if (typeof item === 'string') return [condaSpec(item, line)];
      return pipSection(recordOf(item)['pip'], (at) => parsed.lineOf(['dependencies', index, 'pip', at]), problems);
    });
    const conda = declarations.filter((item) => item.ecosystem === 'conda');
    const python = conda.find((item) => item.name === 'python' || item.name === 'r-base');
    const interpreter = python?.version ?? /^=?(\d+\.\d+)(\.\*)?$/.exec(python?.wish ?? '')?.[1];
    return {
      declarations,
      closure: conda.length > 0 && conda.every((item) => item.build),
      problems,
      ...(interpreter !== undefined && { interpreter }),
    };
  },
};

type CondaDeclaration = Declaration & { ecosystem: 'conda' | 'pypi'; build?: boolean };

/** pip's list inside of a conda file, read as a requirements file. */
function pipSection(
  value: unknown,
  lineOf: (at: number) => number,
  problems: Declared['problems'],
): CondaDeclaration[] {
  return listOf(value).flatMap((wish, at) => {
    const read = parseRequirements(String(wish));
    append(
      problems,
      read.problems.map(({ message }) => ({ line: lineOf(at), message })),
    );
    return read.declarations.map((item) => ({ ...item, line: lineOf(at), ecosystem: 'pypi' as const }));
  });
}

/**
 * A match specification: `name=1.2.3` is a prefix match, which three numbers make as good as exact; `=1.2` is not;
 * `name=version=build` names one file.
 */
export function condaSpec(spec: string, line: number): CondaDeclaration {
  const text = spec
    .trim()
    .replace(/^[\w./-]+::/, '')
    .replace(/\[.*\]$/, '');
  const match = /^([A-Za-z0-9_.-]+)\s*(.*)$/.exec(text);
  const name = match?.[1]?.toLowerCase() ?? text;
  const base = { name, line, hashed: false, ecosystem: 'conda' as const };
  const wish = match?.[2]?.trim() ?? '';
  if (wish === '') return { ...base, pin: 'bare' };
  const exact = /^(?:==\s*|=\s*|\s)([^\s=,<>|*]+)(?:[=\s]+([^\s=,<>|*]+))?$/.exec(
    wish.startsWith('=') ? wish : ` ${wish}`,
  );
  const isExact =
    exact &&
    !/[<>!~]/.test(wish) &&
    (wish.startsWith('==') ||
      exact[2] !== undefined ||
      /^\d+(\.\d+){2}/.test(exact[1]!) ||
      /^\d{4}[a-z]?$/.test(exact[1]!));
  if (!isExact) return { ...base, pin: 'range', wish };
  return { ...base, pin: 'exact', version: exact[1]!, wish, build: exact[2] !== undefined };
}
