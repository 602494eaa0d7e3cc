import type { Answer, Call, Hosts, Route } from './call.js';
import { invalid, notFound, pageOf, problem, Refusal, text } from './call.js';
import { commitOf, gitBytes, gitText } from './git.js';
import { apiUrl, webUrl } from './repository.js';
import { nodeId, type Repository } from './store.js';

export interface ChangedFile {
  sha: string;
  filename: string;
  status: string;
  additions: number;
  deletions: number;
  changes: number;
  blob_url: string;
  raw_url: string;
  contents_url: string;
  patch?: string;
  previous_filename?: string;
}

const STATUS: Record<string, string> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

/** Files that differ between where the head left the base and the head, by name. */
export function changedFiles(repository: Repository, hosts: Hosts, base: string, head: string): ChangedFile[] {
  const { folder } = repository;
  const from = gitBytes(folder, 'merge-base', base, head)?.toString('utf8').trim() ?? base;
  const raw = gitBytes(folder, 'diff', '--raw', '-z', '-M', '--no-abbrev', from, head)?.toString('utf8') ?? '';
  const counts = lineCounts(gitBytes(folder, 'diff', '--numstat', '-z', '-M', from, head)?.toString('utf8') ?? '');
  const fields = raw.split('\0').filter((field) => field !== '');
  const files: ChangedFile[] = [];
  for (let at = 0; at < fields.length; ) {
    const [, , oldSha = '', newSha = '', letter = ''] = fields[at++]!.split(' ');
    const first = fields[at++]!;
    const moved = letter.startsWith('R') || letter.startsWith('C');
    const filename = moved ? fields[at++]! : first;
    const { additions, deletions } = counts.get(filename) ?? { additions: 0, deletions: 0 };
    const status = STATUS[letter[0] ?? ''] ?? 'changed';
    const encoded = filename.split('/').map(encodeURIComponent).join('/');
    files.push({
      sha: status === 'removed' ? oldSha : newSha,
      filename,
      status,
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: `${webUrl(repository, hosts)}/blob/${head}/${encoded}`,
      raw_url: `${webUrl(repository, hosts)}/raw/${head}/${encoded}`,
      contents_url: `${apiUrl(repository, hosts)}/contents/${encoded}?ref=${head}`,
      ...(moved && { previous_filename: first }),
    });
  }
  return files;
}

/** Output of `--numstat -z`; binary files count nothing, as at GitHub. */
function lineCounts(numstat: string): Map<string, { additions: number; deletions: number }> {
  const fields = numstat.split('\0');
  const counts = new Map<string, { additions: number; deletions: number }>();
  for (let at = 0; at < fields.length; at++) {
    const [added = '', deleted = '', name = ''] = fields[at]!.split('\t');
    if (added === '') continue;
    // A renamed file has its two names in the fields that follow.
    if (name === '') at += 2;
    const path = name === '' ? fields[at]! : name;
    counts.set(path, { additions: Number(added) || 0, deletions: Number(deleted) || 0 });
  }
  return counts;
}

const commitUrl = (repository: Repository, hosts: Hosts, sha: string): string =>
  `${apiUrl(repository, hosts)}/commits/${sha}`;

export function commitBody(repository: Repository, hosts: Hosts, sha: string): Record<string, unknown> {
  const format = '%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B';
  const printed = gitText(repository.folder, 'show', '-s', `--format=${format}`, sha).split('\0');
  const [hash = '', tree = '', parents = '', name, email, date, committer, committerEmail, committed, message = ''] =
    printed;
  const url = commitUrl(repository, hosts, hash);
  const html = `${webUrl(repository, hosts)}/commit`;
  return {
    sha: hash,
    node_id: nodeId('Commit', hash),
    commit: {
      author: { name, email, date: utc(date) },
      committer: { name: committer, email: committerEmail, date: utc(committed) },
      message: message.trimEnd(),
      tree: { sha: tree, url: `${apiUrl(repository, hosts)}/git/trees/${tree}` },
      url: `${apiUrl(repository, hosts)}/git/commits/${hash}`,
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    url,
    html_url: `${html}/${hash}`,
    comments_url: `${url}/comments`,
    author: null,
    committer: null,
    parents: parents
      .split(' ')
      .filter(Boolean)
      .map((parent) => ({ sha: parent, url: commitUrl(repository, hosts, parent), html_url: `${html}/${parent}` })),
  };
}

export const utc = (date: string | undefined): string => new Date(date ?? 0).toISOString().replace('.000', '');

/** The commit that a path names, or the answers GitHub has where there is none. */
export function commitAt({ repository }: Call, ref: string): string {
  const sha = commitOf(repository.folder, ref);
  if (sha === null) throw invalid('Commit', 'custom', 'sha', `No commit found for SHA: ${ref}`);
  return sha;
}

function getCommit(call: Call): Answer {
  const { repository, hosts } = call;
  const sha = commitAt(call, call.path['ref'] ?? '');
  const body = commitBody(repository, hosts, sha);
  const parent = (body['parents'] as { sha: string }[])[0]?.sha;
  const files = parent === undefined ? [] : changedFiles(repository, hosts, parent, sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return { status: 200, body: { ...body, stats: { additions, deletions, total: additions + deletions }, files } };
}

function listCommits(call: Call): Answer {
  const { repository, hosts, query } = call;
  const from = commitAt(call, query.get('sha') ?? repository.defaultBranch);
  const path = query.get('path');
  const listed = gitText(repository.folder, 'rev-list', from, ...(path === null ? [] : ['--', path]));
  return pageOf(call, listed.split('\n').filter(Boolean), (sha) => commitBody(repository, hosts, sha));
}

function compare(call: Call): Answer {
  const { repository, hosts, path } = call;
  const [base = '', head = ''] = (path['basehead'] ?? '').split('...');
  const [from, to] = [commitAt(call, base), commitAt(call, head)];
  const fork = gitBytes(repository.folder, 'merge-base', from, to)?.toString('utf8').trim();
  if (fork === undefined) throw new Refusal(problem(404, `No common ancestor between ${base} and ${head}.`));
  const ahead = gitText(repository.folder, 'rev-list', '--reverse', `${from}..${to}`).split('\n').filter(Boolean);
  const behind = gitText(repository.folder, 'rev-list', `${to}..${from}`).split('\n').filter(Boolean).length;
  const html = `${webUrl(repository, hosts)}/compare/${base}...${head}`;
  const status = ahead.length === 0 ? (behind === 0 ? 'identical' : 'behind') : behind === 0 ? 'ahead' : 'diverged';
  const { headers, body: commits } = pageOf(call, ahead, (sha) => commitBody(repository, hosts, sha));
  return {
    status: 200,
    headers: headers ?? {},
    body: {
      url: `${apiUrl(repository, hosts)}/compare/${base}...${head}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: commitBody(repository, hosts, from),
      merge_base_commit: commitBody(repository, hosts, fork),
      status,
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      commits,
      // Files come on the first page alone, and 300 of them at most.
      files: (call.query.get('page') ?? '1') === '1' ? changedFiles(repository, hosts, from, to).slice(0, 300) : [],
    },
  };
}

/** Names and hashes below `refs/heads` or `refs/tags`, as commits. */
function refsBelow({ folder }: Repository, prefix: string): { name: string; sha: string }[] {
  const printed = gitBytes(folder, 'for-each-ref', '--format=%(refname)', prefix)?.toString('utf8') ?? '';
  return printed
    .split('\n')
    .filter(Boolean)
    .map((ref) => ({ name: ref.slice(prefix.length + 1), sha: gitText(folder, 'rev-parse', `${ref}^{commit}`) }));
}

function listTags(call: Call): Answer {
  const { repository, hosts } = call;
  return pageOf(call, refsBelow(repository, 'refs/tags').reverse(), ({ name, sha }) => ({
    name,
    node_id: nodeId('Ref', name),
    commit: { sha, url: commitUrl(repository, hosts, sha) },
    zipball_url: `${apiUrl(repository, hosts)}/zipball/refs/tags/${encodeURIComponent(name)}`,
    tarball_url: `${apiUrl(repository, hosts)}/tarball/refs/tags/${encodeURIComponent(name)}`,
  }));
}

function listBranches(call: Call): Answer {
  const { repository, hosts } = call;
  return pageOf(call, refsBelow(repository, 'refs/heads'), ({ name, sha }) => ({
    name,
    commit: { sha, url: commitUrl(repository, hosts, sha) },
    protected: false,
  }));
}

/** A reference; tags with a message point to the tag object. */
export function refBody(repository: Repository, hosts: Hosts, ref: string): object {
  const sha = gitText(repository.folder, 'rev-parse', ref);
  const type = gitText(repository.folder, 'cat-file', '-t', sha);
  const object = { sha, type, url: `${apiUrl(repository, hosts)}/git/${type}s/${sha}` };
  return { ref, node_id: nodeId('Ref', ref), url: `${apiUrl(repository, hosts)}/git/${ref}`, object };
}

export const hasRef = ({ folder }: Repository, ref: string): boolean =>
  gitBytes(folder, 'show-ref', '--verify', '--quiet', ref) !== null;

function getRef({ repository, hosts, path }: Call): Answer {
  const ref = `refs/${path['ref']}`;
  if (!hasRef(repository, ref)) throw notFound();
  return { status: 200, body: refBody(repository, hosts, ref) };
}

function createRef({ repository, hosts, input }: Call): Answer {
  const [ref, sha] = [text(input['ref']) ?? '', text(input['sha']) ?? ''];
  if (!/^refs\/[^/]+\/./.test(ref))
    throw new Refusal(problem(422, 'Reference name must start with refs/ and have two slashes'));
  if (hasRef(repository, ref)) throw new Refusal(problem(422, 'Reference already exists'));
  if (gitBytes(repository.folder, 'cat-file', '-e', sha) === null)
    throw new Refusal(problem(422, 'Object does not exist'));
  gitText(repository.folder, 'update-ref', ref, sha);
  return { status: 201, body: refBody(repository, hosts, ref) };
}

function getTag({ repository, hosts, path }: Call): Answer {
  const sha = path['tag_sha'] ?? '';
  if (gitBytes(repository.folder, 'cat-file', 'tag', sha) === null) throw notFound();
  const format =
    '%(tag)%00%(object)%00%(type)%00%(taggername)%00%(taggeremail:trim)%00%(taggerdate:iso-strict)%00%(contents)';
  const ref = gitText(repository.folder, 'for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags')
    .split('\n')
    .find((line) => line.startsWith(sha))
    ?.slice(sha.length + 1);
  if (ref === undefined) throw notFound();
  const [tag, target, type, name, email, date, message] = gitText(
    repository.folder,
    'for-each-ref',
    `--format=${format}`,
    ref,
  ).split('\0');
  const git = `${apiUrl(repository, hosts)}/git`;
  return {
    status: 200,
    body: {
      node_id: nodeId('Tag', sha),
      sha,
      url: `${git}/tags/${sha}`,
      object: { sha: target, type, url: `${git}/${type}s/${target}` },
      tagger: { name, email, date: utc(date) },
      tag,
      message,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
  };
}

const R = '/repos/{owner}/{repo}';
const read = [{ contents: 'read' }] as const;
export const commitRoutes: readonly Route[] = [
  { on: `GET ${R}/commits`, needs: [...read], answer: listCommits },
  { on: `GET ${R}/commits/{ref}`, needs: [...read], answer: getCommit },
  { on: `GET ${R}/compare/{basehead}`, needs: [...read], answer: compare },
  { on: `GET ${R}/tags`, needs: [...read], answer: listTags },
  { on: `GET ${R}/branches`, needs: [...read], answer: listBranches },
  { on: `GET ${R}/git/ref/{ref}`, needs: [...read], answer: getRef },
  { on: `POST ${R}/git/refs`, needs: [{ contents: 'write' }], answer: createRef },
  { on: `GET ${R}/git/tags/{tag_sha}`, needs: [...read], answer: getTag },
];
