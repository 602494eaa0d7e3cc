import { gunzipSync } from 'node:zlib';
import type { Answer, Call, Hosts, Route } from './call.js';
import { countedPageOf, invalid, notFound, pageOf, problem, Refusal, text } from './call.js';
import { commitAt } from './commits.js';
import { app } from './people.js';
import { apiUrl, webUrl } from './repository.js';
import { type CheckRun, nodeId, type Repository } from './store.js';

/** Annotations that one request may bring. */
export const ANNOTATIONS_LIMIT = 50;
/** Characters of `summary` and of `text`. */
export const OUTPUT_LIMIT = 65_535;
/** Bytes of a SARIF upload once compressed. */
export const SARIF_LIMIT = 10 * 1024 * 1024;

function checkBody(run: CheckRun, repository: Repository, hosts: Hosts): Record<string, unknown> {
  const url = `${apiUrl(repository, hosts)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.headSha,
    external_id: run.externalId ?? '',
    url,
    html_url: `${webUrl(repository, hosts)}/runs/${run.id}`,
    details_url: run.detailsUrl ?? `${webUrl(repository, hosts)}/runs/${run.id}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: repository.id + 1 },
    app: app('github-actions', hosts),
    pull_requests: [],
  };
}

/** Takes over the fields of a request; annotations are appended to those that are there. */
function apply({ input, store }: Call, run: CheckRun): void {
  const output = (input['output'] ?? {}) as Record<string, unknown>;
  const annotations = (output['annotations'] ?? []) as Record<string, unknown>[];
  if (annotations.length > ANNOTATIONS_LIMIT) {
    const message = `No subschema in "anyOf" matched. For 'properties/annotations', ${JSON.stringify(annotations.length)} is greater than ${ANNOTATIONS_LIMIT}.`;
    throw new Refusal(problem(422, `Invalid request.\n\n${message}`));
  }
  for (const field of ['summary', 'text'] as const) {
    if ((text(output[field])?.length ?? 0) > OUTPUT_LIMIT) {
      throw invalid('CheckRun', 'custom', field, `${field} is too long (maximum is ${OUTPUT_LIMIT} characters)`);
    }
    run.output[field] = text(output[field]) ?? run.output[field];
  }
  run.output.title = text(output['title']) ?? run.output.title;
  run.annotations.push(...annotations);
  run.name = text(input['name']) ?? run.name;
  run.conclusion = text(input['conclusion']) ?? run.conclusion;
  // A conclusion completes the run even where the status is left out.
  run.status = run.conclusion === null ? (text(input['status']) ?? run.status) : 'completed';
  run.startedAt = text(input['started_at']) ?? run.startedAt ?? store.now();
  run.completedAt = text(input['completed_at']) ?? (run.status === 'completed' ? store.now() : null);
  run.detailsUrl = text(input['details_url']) ?? run.detailsUrl;
  run.externalId = text(input['external_id']) ?? run.externalId;
}

function create(call: Call): Answer {
  const { repository, store, input, viewer, hosts } = call;
  if (viewer?.kind !== 'app') throw new Refusal(problem(403, 'You must authenticate via a GitHub App.'));
  const run: CheckRun = {
    id: store.nextId(),
    name: '',
    headSha: commitAt(call, text(input['head_sha']) ?? ''),
    status: 'queued',
    conclusion: null,
    startedAt: null,
    completedAt: null,
    detailsUrl: null,
    externalId: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
  };
  apply(call, run);
  repository.checkRuns.push(run);
  return { status: 201, body: checkBody(run, repository, hosts) };
}

const checkOf = ({ repository, path }: Call): CheckRun => {
  const run = repository.checkRuns.find(({ id }) => id === Number(path['check_run_id']));
  if (!run) throw notFound();
  return run;
};

const present = (call: Call, change?: (run: CheckRun) => void): Answer => {
  const run = checkOf(call);
  change?.(run);
  return { status: 200, body: checkBody(run, call.repository, call.hosts) };
};

function ofCommit(call: Call): Answer {
  const sha = commitAt(call, call.path['ref'] ?? '');
  const name = call.query.get('check_name');
  const found = call.repository.checkRuns.filter((run) => run.headSha === sha && (name === null || run.name === name));
  return countedPageOf(call, 'check_runs', found, (run) => checkBody(run, call.repository, call.hosts));
}

function annotations(call: Call): Answer {
  const run = checkOf(call);
  const blob = `${webUrl(call.repository, call.hosts)}/blob/${run.headSha}`;
  return pageOf(call, run.annotations, (annotation) => ({
    start_column: null,
    end_column: null,
    title: null,
    raw_details: null,
    ...annotation,
    blob_href: `${blob}/${String(annotation['path'])}`,
  }));
}

function uploadSarif(call: Call): Answer {
  const { repository, store, input, hosts } = call;
  if (!repository.codeScanning) {
    throw new Refusal(
      problem(
        403,
        'Code scanning is not enabled for this repository. Please enable code scanning in the repository settings.',
      ),
    );
  }
  const packed = Buffer.from(text(input['sarif']) ?? '', 'base64');
  if (packed.length > SARIF_LIMIT) throw new Refusal(problem(413, 'The SARIF file is too large.'));
  const sarif = parseSarif(packed);
  const id = `${store.nextId()}-0000-4000-8000-000000000000`.padStart(36, '0');
  const run = (sarif['runs'] as { automationDetails?: { id?: string } }[] | undefined)?.[0];
  repository.sarifs.push({
    id,
    commit: commitAt(call, text(input['commit_sha']) ?? ''),
    ref: text(input['ref']) ?? '',
    category: run?.automationDetails?.id ?? null,
    sarif,
  });
  return { status: 202, body: { id, url: `${apiUrl(repository, hosts)}/code-scanning/sarifs/${id}` } };
}

/** The document inside of base64 and gzip; GitHub refuses what is not SARIF 2.1.0. */
function parseSarif(packed: Buffer): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(gunzipSync(packed).toString('utf8'));
  } catch (error) {
    throw new Refusal(problem(400, `Invalid SARIF. ${error instanceof Error ? error.message : ''}`));
  }
  const sarif = document as Record<string, unknown>;
  if (sarif?.['version'] !== '2.1.0' || !Array.isArray(sarif['runs'])) {
    throw new Refusal(problem(400, 'Invalid SARIF. Only version 2.1.0 is supported.'));
  }
  return sarif;
}

function sarifStatus({ repository, path, hosts }: Call): Answer {
  const upload = repository.sarifs.find(({ id }) => id === path['sarif_id']);
  if (!upload) throw notFound();
  const analyses = `${apiUrl(repository, hosts)}/code-scanning/analyses?sarif_id=${upload.id}`;
  return { status: 200, body: { processing_status: 'complete', analyses_url: analyses } };
}

const R = '/repos/{owner}/{repo}';
export const checkRoutes: readonly Route[] = [
  { on: `POST ${R}/check-runs`, needs: [{ checks: 'write' }], answer: create },
  { on: `GET ${R}/check-runs/{check_run_id}`, needs: [{ checks: 'read' }], answer: (call) => present(call) },
  {
    on: `PATCH ${R}/check-runs/{check_run_id}`,
    needs: [{ checks: 'write' }],
    answer: (call) => present(call, (run) => apply(call, run)),
  },
  { on: `GET ${R}/check-runs/{check_run_id}/annotations`, needs: [{ checks: 'read' }], answer: annotations },
  { on: `GET ${R}/commits/{ref}/check-runs`, needs: [{ checks: 'read' }], answer: ofCommit },
  { on: `POST ${R}/code-scanning/sarifs`, needs: [{ 'security-events': 'write' }], answer: uploadSarif },
  { on: `GET ${R}/code-scanning/sarifs/{sarif_id}`, needs: [{ 'security-events': 'read' }], answer: sarifStatus },
];
