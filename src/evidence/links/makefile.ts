import { folderAbove } from '../../formats/file-access.js';
import { pathsOf } from '../collected-paths.js';
import { fileName } from '../environments/declaration.js';
import { fromTop, type Link, type LinkReader, programOf } from './link.js';

/** Targets of a Makefile: `models/x.pt: train.py data.csv` and the recipe below it. */
export const makefileLinks: LinkReader = {
  id: 'makefile',
  title: 'Makefile',
  maxBytes: 256 * 1024,
  recognize: (path) => /^((GNU)?[Mm]akefile|.+\.mk)$/.test(fileName(path)),
  read(text, { path }, collection) {
    const folder = folderAbove(path);
    const paths = pathsOf(collection);
    const lines = joinedLines(text);
    const variables = new Map<string, string>();
    const links: Link[] = [];
    for (const [at, { line, text: current }] of lines.entries()) {
      const [, name, value = ''] = /^\s*([\w.-]+)\s*[:?]{0,2}=([\s\S]*)/.exec(current) ?? [];
      if (name !== undefined) {
        variables.set(name, expand(value.trim(), variables));
        continue;
      }
      const [, targets, needs = ''] = /^([^\s#:=][^#:=]*?)\s*:{1,2}(?![=:])\s*([^#=]*)/.exec(current) ?? [];
      if (targets === undefined) continue;
      const recipe: string[] = [];
      for (let next = at + 1; next < lines.length && /^(\t|\s*$|\s*#)/.test(lines[next]!.text); next++)
        recipe.push(lines[next]!.text);
      const script =
        programOf(expand(recipe.join('\n'), variables), folder, paths) ??
        programOf(expand(needs, variables), folder, paths);
      if (script === undefined) continue;
      for (const target of expand(targets, variables).split(/\s+/)) {
        const place = fromTop(folder, target.replaceAll('%', '*'));
        if (place !== undefined && /[./]/.test(target) && !target.startsWith('.'))
          links.push({ script, target: place, how: `${path}:${line}` });
      }
    }
    return links;
  },
};

/** Lines with those that continue them, and no more than one blank between words. */
function joinedLines(text: string): { line: number; text: string }[] {
  let line = 1;
  return text
    .replaceAll('\\\n', '\0')
    .split('\n')
    .map((raw) => {
      const at = line;
      line += raw.split('\0').length;
      return { line: at, text: raw.replace(/(?<!^)[\s\0]+/g, ' ') };
    });
}

/** Of what variables hold in one text; each may hold the one before it twice. */
const EXPANDED = 4_096;

/** `$(NAME)` and `${NAME}` by what was assigned before; anything else is any text. */
function expand(text: string, variables: ReadonlyMap<string, string>): string {
  let room = EXPANDED;
  return text
    .replace(/\$[({]([\w.-]+)[)}]/g, (_, name: string) => {
      const value = variables.get(name) ?? '*';
      room -= value.length;
      return room < 0 ? '*' : value;
    })
    .replace(/\$[({][^)}]{0,300}[)}]|\$[@<^*]/g, '*');
}
