import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { signedUrl } from './assets.js';
import type { Answer, Call, Hosts, Route } from './call.js';
import { countedPageOf, notFound } from './call.js';
import { apiUrl } from './repository.js';
import { type Artifact, nodeId, type Repository } from './store.js';

function artifactBody(artifact: Artifact, repository: Repository, hosts: Hosts): object {
  const url = `${apiUrl(repository, hosts)}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.zip.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: false,
    digest: `sha256:${createHash('sha256').update(artifact.zip).digest('hex')}`,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: '2099-01-01T00:00:00Z',
  };
}

function list(call: Call): Answer {
  const { repository, path, query, hosts } = call;
  const name = query.get('name');
  const found = repository.artifacts.filter(
    (artifact) =>
      (path['run_id'] === undefined || artifact.runId === Number(path['run_id'])) &&
      (name === null || artifact.name === name),
  );
  return countedPageOf(call, 'artifacts', found, (artifact) => artifactBody(artifact, repository, hosts));
}

const artifactOf = ({ repository, path }: Call): Artifact => {
  const found = repository.artifacts.find(({ id }) => id === Number(path['artifact_id']));
  if (!found) throw notFound();
  return found;
};

function download(call: Call): Answer {
  const artifact = artifactOf(call);
  if (call.path['archive_format'] !== 'zip') throw notFound();
  writeFileSync(call.storagePath(artifact.id), artifact.zip);
  return { status: 302, headers: { location: signedUrl(call.hosts, artifact.id, `${artifact.name}.zip`) } };
}

const ACTIONS = '/repos/{owner}/{repo}/actions';
export const artifactRoutes: readonly Route[] = [
  { on: `GET ${ACTIONS}/artifacts`, needs: [{ actions: 'read' }], answer: list },
  { on: `GET ${ACTIONS}/runs/{run_id}/artifacts`, needs: [{ actions: 'read' }], answer: list },
  {
    on: `GET ${ACTIONS}/artifacts/{artifact_id}`,
    needs: [{ actions: 'read' }],
    answer: (call) => ({ status: 200, body: artifactBody(artifactOf(call), call.repository, call.hosts) }),
  },
  { on: `GET ${ACTIONS}/artifacts/{artifact_id}/{archive_format}`, needs: [{ actions: 'read' }], answer: download },
];
