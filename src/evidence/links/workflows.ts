import { parseYaml } from '../../containers/yaml-document.js';
import { pathsOf } from '../collected-paths.js';
import { listOf, recordOf } from '../environments/declaration.js';
import { fromTop, type Link, type LinkReader, programOf } from './link.js';

/** Steps of a workflow that run a program, and later ones that publish files: `upload-artifact`, releases, `gh release upload`. */
export const workflowLinks: LinkReader = {
  id: 'workflow',
  title: 'GitHub workflows',
  maxBytes: 256 * 1024,
  recognize: (path) => /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
  async read(text, { path }, collection) {
    const parsed = await parseYaml(text);
    if ('message' in parsed) return [];
    const paths = pathsOf(collection);
    const links: Link[] = [];
    for (const [job, { steps }] of Object.entries(recordOf(recordOf(parsed.value)['jobs'])).map(
      ([name, value]) => [name, recordOf(value)] as const,
    )) {
      let script: string | undefined;
      for (const [index, step] of listOf(steps).entries()) {
        const { run, uses, with: given, 'working-directory': directory } = recordOf(step);
        const folder = typeof directory === 'string' ? `${directory.replace(/\/$/, '')}/` : '';
        if (typeof run === 'string') script = trainer(run, folder, paths) ?? script;
        if (script === undefined) continue;
        const how = `${path}:${parsed.lineOf(['jobs', job, 'steps', index])}`;
        for (const published of publishedBy(run, uses, recordOf(given))) {
          const target = fromTop('', published.replace(/\$\{\{.*?\}\}/g, '*').replace(/\*+/g, '*'));
          if (target !== undefined) links.push({ script, target, folder: true, how });
        }
      }
    }
    return links;
  },
};

/** The program of a step, if it looks as if it made something: not tests, linters or installers. */
function trainer(run: string, folder: string, paths: ReadonlySet<string>): string | undefined {
  const lines = run
    .split('\n')
    .filter((line) => !/\b(pytest|pip|conda|flake8|ruff|mypy|setup\.py|apt(-get)?)\b/.test(line));
  return programOf(lines.join('\n'), folder, paths);
}

function publishedBy(run: unknown, uses: unknown, given: Record<string, unknown>): string[] {
  const lines = (value: unknown): string[] =>
    typeof value === 'string'
      ? value
          .split('\n')
          .flatMap((line) => line.trim().split(/\s*,\s*/))
          .filter((line) => line !== '')
      : [];
  if (typeof uses === 'string') {
    if (/^actions\/upload-artifact@/.test(uses)) return lines(given['path']).filter((path) => !path.startsWith('!'));
    if (/^softprops\/action-gh-release@/.test(uses)) return lines(given['files']);
    if (/^(ncipollo\/release-action|svenstaro\/upload-release-action)@/.test(uses))
      return [...lines(given['artifacts']), ...lines(given['file'])];
  }
  if (typeof run !== 'string') return [];
  return [...run.matchAll(/\bgh release (?:upload|create)\s+(.+)/g)].flatMap(([, rest = '']) =>
    rest
      .split(/\s+/)
      .slice(1)
      .filter((word) => /[./]/.test(word) && !word.startsWith('-')),
  );
}
