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
    const lines = text.replace(/\\\n/g, (joined) => `${' '.repeat(joined.length - 1)}\u0000`).split(/\n/);
    const variables = new Map<string, string>();
    const links: Link[] = [];
    let line = 1;
    for (const [at, raw] of lines.entries()) {
      const here = line;
      line += 1 + (raw.match(/\u0000/g)?.length ?? 0);
      const current = raw.replaceAll('\u0000', ' ');
      const [, name, value = ''] = /^\s*([\w.-]+)\s*[:?]{0,2}=([\s\S]*)/.exec(current) ?? [];
      if (name !== undefined) {
        variables.set(name, expand(value.trim(), variables));
        continue;
      }
      const [, targets, needs = ''] = /^([^\s#:=][^#:=]*?)\s*:{1,2}(?![=:])\s*([^#=]*)/.exec(current) ?? [];
      if (targets === undefined) continue;
      const recipe: string[] = [];
      for (let next = at + 1; next < lines.length && /^(\t|\s*$|\s*#)/.test(lines[next]!); next++)
        recipe.push(lines[next]!);
      const script =
        programOf(expand(recipe.join('\n'), variables), folder, paths) ??
        programOf(expand(needs, variables), folder, paths);
      if (script === undefined) continue;
      for (const target of expand(targets, variables).split(/\s+/)) {
        const place = fromTop(folder, target.replaceAll('%', '*'));
        if (place !== undefined && /[./]/.test(target) && !target.startsWith('.'))
          links.push({ script, target: place, how: `${path}:${here}` });
      }
    }
    return links;
  },
};

/** `$(NAME)` and `${NAME}` by what was assigned before; anything else is any text. */
const expand = (text: string, variables: ReadonlyMap<string, string>): string =>
  text
    .replace(/\$[({]([\w.-]+)[)}]/g, (_, name: string) => variables.get(name) ?? '*')
    .replace(/\$[({][^)}]*[)}]|\$[@<^*]/g, '*');
