import { parseYaml } from '../../containers/yaml-document.js';
import { folderAbove } from '../../formats/file-access.js';
import { pathsOf } from '../collected-paths.js';
import { fileName, listOf, recordOf, textOf } from '../environments/declaration.js';
import { fromTop, type Link, type LinkReader, programOf } from './link.js';

/** Stages of a DVC pipeline: what they are declared to write (`dvc.yaml`), and what they wrote (`dvc.lock`, with digests). */
export const dvcLinks: LinkReader = {
  id: 'dvc',
  title: 'dvc.yaml and dvc.lock',
  maxBytes: 2 * 1024 * 1024,
  recognize: (path) => /^dvc\.(yaml|lock)$/.test(fileName(path)),
  async read(text, { path }, collection) {
    const parsed = await parseYaml(text);
    if ('message' in parsed) return [];
    const paths = pathsOf(collection);
    const links: Link[] = [];
    for (const [name, stage] of Object.entries(recordOf(recordOf(parsed.value)['stages']))) {
      const { cmd, deps, outs, wdir } = recordOf(stage);
      const folder = `${fromTop(folderAbove(path), `${textOf(wdir) ?? '.'}/.`) ?? ''}/`.replace(/^\/$/, '');
      const commands = [cmd]
        .flat()
        .filter((line) => typeof line === 'string')
        .join('\n');
      const script = programOf(commands, folder, paths) ?? programOf(listOf(deps).map(pathOf).join(' '), folder, paths);
      if (script === undefined) continue;
      for (const [index, out] of listOf(outs).entries()) {
        const target = fromTop(folder, pathOf(out).replace(/\$\{[^}]*\}/g, '*'));
        if (target === undefined) continue;
        const { md5, size } = recordOf(out);
        links.push({
          script,
          target,
          folder: true,
          // The digest of a folder is that of its list of files.
          ...(typeof md5 === 'string' && /^[0-9a-f]{32}$/.test(md5) && { digest: { algorithm: 'md5', value: md5 } }),
          ...(typeof size === 'number' && !String(md5).endsWith('.dir') && { size }),
          how: `${path}:${parsed.lineOf(['stages', name, 'outs', index])}`,
        });
      }
    }
    return links;
  },
};

/** `model.pkl`, `{path: model.pkl}` of a lock, `{model.pkl: {cache: false}}` of a pipeline. */
function pathOf(item: unknown): string {
  if (typeof item === 'string') return item;
  const record = recordOf(item);
  return textOf(record['path']) ?? Object.keys(record)[0] ?? '';
}
