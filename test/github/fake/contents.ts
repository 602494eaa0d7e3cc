import type { Answer, Call, Hosts, Route } from './call.js';
import { notFound, problem, Refusal } from './call.js';
import { commitOf, gitBytes, gitText } from './git.js';
import { apiUrl, webUrl } from './repository.js';
import { nodeId, type Repository } from './store.js';

/** Bytes up to which contents are sent inside of JSON, and up to which they are sent at all. */
const INLINE_LIMIT = 1024 * 1024;
const CONTENT_LIMIT = 100 * 1024 * 1024;
/** Entries of a recursive tree before it is cut off. */
const TREE_LIMIT = 100_000;

interface TreeEntry {
  mode: string;
  type: string;
  sha: string;
  size?: number;
  path: string;
}

/** Entries of a tree as `git ls-tree -l` prints them. */
function listTree({ folder }: Repository, tree: string, options: string[], ...paths: string[]): TreeEntry[] {
  const printed = gitBytes(folder, 'ls-tree', '-l', '-z', ...options, tree, '--', ...paths);
  if (printed === null) throw notFound();
  return printed
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [mode = '', type = '', sha = '', size = ''] = line.slice(0, line.indexOf('\t')).split(/ +/);
      return {
        mode,
        type,
        sha,
        path: line.slice(line.indexOf('\t') + 1),
        ...(type === 'blob' && { size: Number(size) }),
      };
    });
}

function getTree(call: Call): Answer {
  const { repository, hosts, path, query } = call;
  const name = path['tree_sha'] ?? '';
  const tree = gitBytes(
    repository.folder,
    'rev-parse',
    '--verify',
    '--quiet',
    `${commitOf(repository.folder, name) ?? name}^{tree}`,
  );
  if (tree === null) throw notFound();
  const sha = tree.toString('utf8').trim();
  // Any value asks for the whole tree, `false` too, says the documentation.
  const all = listTree(repository, sha, query.has('recursive') ? ['-r', '-t'] : []);
  const git = `${apiUrl(repository, hosts)}/git`;
  return {
    status: 200,
    body: {
      sha,
      url: `${git}/trees/${sha}`,
      tree: all.slice(0, TREE_LIMIT).map((entry) => ({
        ...entry,
        ...(entry.type !== 'commit' && { url: `${git}/${entry.type}s/${entry.sha}` }),
      })),
      truncated: all.length > TREE_LIMIT,
    },
  };
}

function getBlob({ repository, hosts, path, accept }: Call): Answer {
  const sha = path['file_sha'] ?? '';
  const content = gitBytes(repository.folder, 'cat-file', 'blob', sha);
  if (content === null) throw notFound();
  if (content.length > CONTENT_LIMIT) throw tooLarge();
  if (isRaw(accept))
    return { status: 200, text: content, headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' } };
  return {
    status: 200,
    body: {
      sha,
      node_id: nodeId('Blob', sha),
      size: content.length,
      url: `${apiUrl(repository, hosts)}/git/blobs/${sha}`,
      content: inLines(content),
      encoding: 'base64',
    },
  };
}

const isRaw = (accept: string): boolean => /application\/vnd\.github\.(v3\.)?raw/.test(accept);
/** Base64 in lines of 60 characters, as GitHub has it. */
const inLines = (content: Buffer): string => content.toString('base64').replace(/.{1,60}/g, '$&\n');

const tooLarge = (): Refusal =>
  new Refusal(
    problem(403, 'This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API.', {
      errors: [{ resource: 'Blob', field: 'data', code: 'too_large' }],
    }),
  );

function getContents(call: Call): Answer {
  const { repository, hosts, query, accept } = call;
  const path = (call.path['path'] ?? '').replace(/^\/+|\/+$/g, '');
  const ref = query.get('ref') ?? repository.defaultBranch;
  const commit = commitOf(repository.folder, ref);
  if (commit === null) throw new Refusal(problem(404, `No commit found for the ref ${ref}`));
  const present = (entry: TreeEntry): Record<string, unknown> => contentBody(entry, ref, repository, hosts);
  const found = path === '' ? undefined : listTree(repository, commit, [], path)[0];
  if (path !== '' && !found) throw notFound();
  if (!found || found.type === 'tree') {
    const inside = path === '' ? [] : [`${path}/`];
    return { status: 200, body: listTree(repository, commit, [], ...inside).map(present) };
  }
  const size = found.size ?? 0;
  if (size > CONTENT_LIMIT) throw tooLarge();
  const content = gitBytes(repository.folder, 'cat-file', 'blob', found.sha) ?? Buffer.alloc(0);
  if (isRaw(accept))
    return { status: 200, text: content, headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' } };
  const inline =
    size > INLINE_LIMIT ? { content: '', encoding: 'none' } : { content: inLines(content), encoding: 'base64' };
  return { status: 200, body: { ...present(found), ...inline } };
}

function contentBody(entry: TreeEntry, ref: string, repository: Repository, hosts: Hosts): Record<string, unknown> {
  const { path, sha } = entry;
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const kind =
    entry.type === 'tree'
      ? 'dir'
      : entry.mode === '120000'
        ? 'symlink'
        : entry.type === 'commit'
          ? 'submodule'
          : 'file';
  const url = `${apiUrl(repository, hosts)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const gitUrl = `${apiUrl(repository, hosts)}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${sha}`;
  const html = `${webUrl(repository, hosts)}/${entry.type}/${encodeURIComponent(ref)}/${encoded}`;
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha,
    size: entry.size ?? 0,
    url,
    html_url: html,
    git_url: gitUrl,
    download_url: kind === 'file' ? `${webUrl(repository, hosts)}/raw/${encodeURIComponent(ref)}/${encoded}` : null,
    type: kind,
    _links: { self: url, git: gitUrl, html },
    ...(kind === 'symlink' && { target: gitText(repository.folder, 'cat-file', 'blob', sha) }),
  };
}

const R = '/repos/{owner}/{repo}';
export const contentRoutes: readonly Route[] = [
  { on: `GET ${R}/contents/{path}`, needs: [{ contents: 'read' }], answer: getContents },
  { on: `GET ${R}/git/trees/{tree_sha}`, needs: [{ contents: 'read' }], answer: getTree },
  { on: `GET ${R}/git/blobs/{file_sha}`, needs: [{ contents: 'read' }], answer: getBlob },
];
