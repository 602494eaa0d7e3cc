import { folderOf, nameOf } from '../formats/file-access.js';
import { extensionOf } from '../formats/glimpse.js';
import lists from './junk.json' with { type: 'json' };

const FOLDERS = new Map(Object.entries(lists.folders));
const PATHS = Object.entries(lists.paths);
const NAMES = new Map(Object.entries(lists.names));
const EXTENSIONS = new Map(Object.entries(lists.extensions));
const MARKERS = Object.entries(lists.folderMarkers);

/** What nobody would look for in an archive: the folder (with `/`) or file that is left out, and why. */
export interface Junk {
  path: string;
  reason: string;
}

/** Recognizes caches, environments, editor state and what modelbag itself wrote, among the paths of one tree. */
export function junkFinder(paths: Iterable<string>): (path: string) => Junk | null {
  const all = new Set(paths);
  const marked = new Map<string, string>();
  for (const path of all)
    for (const [marker, reason] of MARKERS)
      if (path.endsWith(`/${marker}`)) marked.set(path.slice(0, -marker.length - 1), reason);
  return (path) => junkFolder(path, marked) ?? junkFile(path, all);
}

/** The outermost folder on the way to a path that is left out as a whole. */
function junkFolder(path: string, marked: ReadonlyMap<string, string>): Junk | null {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end);
    const reason =
      FOLDERS.get(nameOf(folder)) ??
      marked.get(folder) ??
      PATHS.find(([known]) => folder === known || folder.endsWith(`/${known}`))?.[1];
    if (reason !== undefined) return { path: `${folder}/`, reason };
    if (folder.endsWith('.egg-info')) return { path: `${folder}/`, reason: 'build files of setuptools' };
  }
  return null;
}

function junkFile(path: string, all: ReadonlySet<string>): Junk | null {
  const name = nameOf(path);
  const reason =
    NAMES.get(name) ??
    EXTENSIONS.get(extensionOf(path)) ??
    (name.endsWith('~') ? 'backup copy of an editor' : undefined);
  if (reason !== undefined) return { path, reason };
  return isOwnOutput(path, all) ? { path, reason: 'a bag that modelbag wrote, or beside one' } : null;
}

/** A bag written into the folder that is packed would otherwise be part of the next bag. */
function isOwnOutput(path: string, all: ReadonlySet<string>): boolean {
  const stem = /^(.*\/)?([^/]+?)\.(zip(\.sha256)?|report\.html|events\.json)$/.exec(path);
  if (!stem) return false;
  const bag = `${folderOf(path) === '' ? '' : `${folderOf(path)}/`}${stem[2]}`;
  return all.has(`${bag}.zip.sha256`) && all.has(`${bag}.events.json`);
}
