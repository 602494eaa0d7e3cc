import type { Answer, Call, Route } from './call.js';
import { problem, Refusal, text } from './call.js';
import { hasRef, refBody, utc } from './commits.js';
import { gitBytes, gitText, gitWith } from './git.js';
import { apiUrl, webUrl } from './repository.js';
import { nodeId } from './store.js';

/** Bytes from which on blobs are refused. */
const BLOB_LIMIT = 40 * 1024 * 1024;

const refuse = (message: string, status = 422): Refusal => new Refusal(problem(status, message));

function createBlob({ repository, hosts, input }: Call): Answer {
  const content = Buffer.from(text(input['content']) ?? '', input['encoding'] === 'base64' ? 'base64' : 'utf8');
  if (content.length >= BLOB_LIMIT)
    throw refuse('Sorry, your input was too large to process. Consider creating the blob in a local clone.');
  const sha = gitWith(repository.folder, content, 'hash-object', '-w', '--stdin')?.toString('utf8').trim() ?? '';
  return { status: 201, body: { sha, url: `${apiUrl(repository, hosts)}/git/blobs/${sha}` } };
}

interface Entry {
  path: string;
  mode: string;
  type: string;
  sha: string;
}

/** The tree that an index has which holds the base and then the entries. */
function createTree({ repository, hosts, input }: Call): Answer {
  const { folder } = repository;
  const base = text(input['base_tree']);
  const entries = input['tree'] as Entry[];
  for (const { sha } of entries)
    if (gitBytes(folder, 'cat-file', '-e', sha) === null) throw refuse('tree.sha does not exist');
  const listed = base === undefined ? Buffer.alloc(0) : gitBytes(folder, 'ls-tree', '-r', '-z', base);
  if (listed === null) throw refuse('base_tree is not a tree oid');
  const taken = new Set(entries.map(({ path }) => path));
  const all = [
    ...listed
      .toString('utf8')
      .split('\0')
      .filter((line) => line !== '' && !taken.has(line.slice(line.indexOf('\t') + 1))),
    ...entries.map(({ mode, type, sha, path }) => `${mode} ${type} ${sha}\t${path}`),
  ];
  const sha = treeOf(folder, all);
  const git = `${apiUrl(repository, hosts)}/git`;
  const tree = entries.map((entry) => ({ ...entry, url: `${git}/blobs/${entry.sha}` }));
  return { status: 201, body: { sha, url: `${git}/trees/${sha}`, tree, truncated: false } };
}

/** Writes lines of `ls-tree -r` as trees within trees. */
function treeOf(folder: string, lines: readonly string[]): string {
  const here: string[] = [];
  const below = new Map<string, string[]>();
  for (const line of lines) {
    const [head, path = ''] = line.split('\t');
    const slash = path.indexOf('/');
    if (slash < 0) here.push(line);
    else {
      const name = path.slice(0, slash);
      below.set(name, [...(below.get(name) ?? []), `${head}\t${path.slice(slash + 1)}`]);
    }
  }
  for (const [name, inner] of below) here.push(`040000 tree ${treeOf(folder, inner)}\t${name}`);
  const written = gitWith(folder, Buffer.from(here.map((line) => `${line}\0`).join('')), 'mktree', '-z');
  if (written === null) throw refuse('tree is invalid');
  return written.toString('utf8').trim();
}

function commitObject({ repository, hosts }: Call, sha: string): object {
  const format = '%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B';
  const printed = gitText(repository.folder, 'show', '-s', `--format=${format}`, sha).split('\0');
  const [tree = '', parents = '', name, email, date, committer, committerEmail, committed, message = ''] = printed;
  const git = `${apiUrl(repository, hosts)}/git`;
  const html = `${webUrl(repository, hosts)}/commit`;
  return {
    sha,
    node_id: nodeId('Commit', sha),
    url: `${git}/commits/${sha}`,
    html_url: `${html}/${sha}`,
    author: { name, email, date: utc(date) },
    committer: { name: committer, email: committerEmail, date: utc(committed) },
    tree: { sha: tree, url: `${git}/trees/${tree}` },
    message: message.trimEnd(),
    parents: parents
      .split(' ')
      .filter(Boolean)
      .map((parent) => ({ sha: parent, url: `${git}/commits/${parent}`, html_url: `${html}/${parent}` })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  };
}

function getCommit(call: Call): Answer {
  const sha = call.path['commit_sha'] ?? '';
  if (gitBytes(call.repository.folder, 'cat-file', 'commit', sha) === null) throw refuse('Not Found', 404);
  return { status: 200, body: commitObject(call, sha) };
}

function createCommit(call: Call): Answer {
  const { repository, input } = call;
  const parents = (input['parents'] as string[] | undefined) ?? [];
  const args = ['commit-tree', text(input['tree']) ?? '', ...parents.flatMap((parent) => ['-p', parent])];
  const made = gitWith(repository.folder, Buffer.from(text(input['message']) ?? ''), ...args);
  if (made === null) throw refuse('Tree SHA does not exist');
  return { status: 201, body: commitObject(call, made.toString('utf8').trim()) };
}

function updateRef({ repository, hosts, path, input }: Call): Answer {
  const [ref, sha] = [`refs/${path['ref']}`, text(input['sha']) ?? ''];
  if (!hasRef(repository, ref)) throw refuse('Reference does not exist');
  if (gitBytes(repository.folder, 'cat-file', '-e', sha) === null) throw refuse('Object does not exist');
  const isForward = gitBytes(repository.folder, 'merge-base', '--is-ancestor', ref, sha) !== null;
  if (!isForward && input['force'] !== true) throw refuse('Update is not a fast forward');
  gitText(repository.folder, 'update-ref', ref, sha);
  return { status: 200, body: refBody(repository, hosts, ref) };
}

const GIT = '/repos/{owner}/{repo}/git';
const needs = [{ contents: 'write' }] as const;
export const gitWriteRoutes: readonly Route[] = [
  { on: `POST ${GIT}/blobs`, needs: [...needs], answer: createBlob },
  { on: `POST ${GIT}/trees`, needs: [...needs], answer: createTree },
  { on: `POST ${GIT}/commits`, needs: [...needs], answer: createCommit },
  { on: `PATCH ${GIT}/refs/{ref}`, needs: [...needs], answer: updateRef },
  { on: `GET ${GIT}/commits/{commit_sha}`, needs: [{ contents: 'read' }], answer: getCommit },
];
