import { byBytes } from '../bytes/order.js';
import type { OpenByteSource } from '../bytes/source.js';
import { AbsentContent } from '../tree/absent.js';
import { Scratch } from '../tree/scratch.js';
import type { SourceTree, TreeEntry } from '../tree/tree.js';
import { UsageError } from '../usage-error.js';
import { type Api, type Host, repositoryOf } from './host.js';

/** GITHUB_TOKEN may ask 1,000 times an hour; a comparison must not use it up. */
const MOST_BLOBS = 300;
/** Larger files are not sent as blobs. */
const LARGEST_BLOB = 100 * 1024 * 1024;

/**
 * A commit that is not in the clone, read through the API. Files that the checked out commit has too (`local`, by blob)
 * are read there, so that only what differs is fetched. Throws UsageError where the listing is cut off.
 */
export async function openApiTree(
  { host, api }: { host: Host; api: Api },
  commit: string,
  prefix: string,
  local: SourceTree | null,
): Promise<SourceTree> {
  const { data } = await api.rest.git.getTree({ ...repositoryOf(host), tree_sha: commit, recursive: '1' });
  if (data.truncated)
    throw new UsageError(
      'the base has more files than GitHub lists at once',
      'Check out with `fetch-depth: 0`, so that the base is in the clone.',
    );
  const scratch = new Scratch();
  const blobs = blobReader({ host, api }, local, scratch);
  const entries: TreeEntry[] = [];
  for (const { path, mode, type, sha, size } of data.tree) {
    const inside = prefix === '' ? path : path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : '';
    if (inside === '' || type === 'tree') continue;
    const kind = mode === '120000' ? 'symlink' : type === 'commit' ? 'submodule' : 'file';
    entries.push({
      path: inside,
      kind,
      size: kind === 'file' ? (size ?? 0) : 0,
      executable: mode === '100755',
      ...(type === 'blob' && { blob: sha }),
      ...(kind === 'symlink' && { target: await textOf(await blobs(inside, sha)) }),
    });
  }
  entries.sort((a, b) => byBytes(a.path, b.path));
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    kind: 'git',
    label: `the base ${commit.slice(0, 12)}`,
    name: local?.name ?? repositoryOf(host).repo,
    ...(local?.origin !== undefined && { origin: local.origin }),
    revision: { commit, tree: data.sha ?? commit, time: 0 },
    ...(local?.surroundings && { surroundings: local.surroundings }),
    notes: [],
    entries,
    async open(path) {
      const entry = byPath.get(path);
      if (entry?.blob === undefined) throw new AbsentContent(path, `${commit.slice(0, 12)} has no such file`);
      return blobs(path, entry.blob);
    },
    keep: (parts) => scratch.keep(parts),
    close: () => scratch.close(),
  };
}

type ReadBlob = (path: string, blob: string) => Promise<OpenByteSource>;

/** From the clone where it has the same blob, else from the API, kept so that each is fetched once. */
function blobReader({ host, api }: { host: Host; api: Api }, local: SourceTree | null, scratch: Scratch): ReadBlob {
  const here = new Map(
    (local?.entries ?? []).flatMap(({ blob, path, absent }) => (blob && !absent ? [[blob, path] as const] : [])),
  );
  const fetched = new Map<string, Promise<OpenByteSource>>();
  const fetchBlob = async (path: string, blob: string): Promise<OpenByteSource> => {
    if (fetched.size > MOST_BLOBS) throw new AbsentContent(path, `more than ${MOST_BLOBS} files of the base differ`);
    const { data } = await api.rest.git.getBlob({ ...repositoryOf(host), file_sha: blob });
    if ((data.size ?? 0) > LARGEST_BLOB) throw new AbsentContent(path, 'GitHub does not send files of this size');
    return scratch.keep(once(Buffer.from(data.content, 'base64')));
  };
  return async (path, blob) => {
    const at = here.get(blob);
    if (at !== undefined && local) return local.open(at);
    const known = fetched.get(blob) ?? fetchBlob(path, blob);
    fetched.set(blob, known);
    return known;
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function textOf(source: OpenByteSource): Promise<string> {
  try {
    return Buffer.from(await source.read(0, source.size)).toString('utf8');
  } finally {
    await source.close();
  }
}
