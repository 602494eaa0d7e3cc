import { isNewer, type Marker, readMarker } from '../report/comment-marker.js';
import { authorship } from './authorship.js';
import { explained, isApiError, isMissing } from './errors.js';
import { type Api, type Comment, type Host, repositoryOf } from './host.js';
import { createdOnce } from './settled.js';

/** A comment of ours on one pull request. */
export interface Place {
  host: Host;
  api: Api;
  token: string;
  /** Number of the pull request. */
  number: number;
}

/** How a comment is to be; `create: false` only edits one that is there. */
export interface Wanted {
  marker: Marker;
  body: string;
  create: boolean;
}

/**
 * Brings the one comment of this key to the wanted text: edited in place, made where there is none, never over that of a
 * newer run, further ones of ours removed. Resolves to its address, or null where nothing was written.
 * Throws WorkflowError where the token may not do it; a locked conversation is respected.
 */
export async function writeComment(place: Place, wanted: Wanted): Promise<string | null> {
  try {
    const [first, ...others] = await ourComments(place, wanted.marker.key);
    if (first) return await edit(place, first, others, wanted);
    return wanted.create ? await create(place, wanted) : null;
  } catch (error) {
    if (isLocked(error)) {
      place.host.log(`the conversation of #${place.number} is locked, so nothing is written there`);
      return null;
    }
    throw explained(error, `commenting on #${place.number}`, { 'pull-requests': 'write' });
  }
}

const isLocked = (error: unknown): boolean =>
  isApiError(error) && error.status === 403 && /locked/i.test(error.message);

async function edit(place: Place, first: Comment, others: readonly Comment[], wanted: Wanted): Promise<string> {
  const { host, api, number } = place;
  const newest = [first, ...others].map(markerOf).reduce((a, b) => (isNewer(b, a) ? b : a));
  if (isNewer(newest, wanted.marker)) host.log(`a newer run has already written on #${number}; its comment stays`);
  else if (first.body !== wanted.body) {
    await api.rest.issues.updateComment({ ...repositoryOf(host), comment_id: first.id, body: wanted.body });
    host.log(`edited the comment on #${number}`);
  }
  for (const { id } of others) await remove(place, id);
  return first.html_url;
}

async function create(place: Place, wanted: Wanted): Promise<string> {
  const { host, api, number } = place;
  const { body, marker } = wanted;
  const at = { ...repositoryOf(host), issue_number: number, body, request: { retries: 0 } };
  const { one } = await createdOnce<Comment>(host, {
    doing: `commenting on #${number}`,
    create: async () => (await api.rest.issues.createComment(at)).data,
    find: async () => (await ourComments(place, marker.key))[0],
  });
  host.log(`commented on #${number}`);
  // Another run may have done the same in the meantime; the oldest comment stays, with the text of the newer run.
  const [first, ...others] = await ourComments(place, marker.key);
  return first ? edit(place, first, others, wanted) : one.html_url;
}

async function remove({ host, api }: Place, id: number): Promise<void> {
  try {
    await api.rest.issues.deleteComment({ ...repositoryOf(host), comment_id: id });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

const markerOf = ({ body }: Comment): Marker => readMarker(body ?? '') as Marker;

/** Comments with our marker and key, by whoever the token belongs to, oldest first. Anybody can write a marker. */
async function ourComments({ host, api, token, number }: Place, key: string): Promise<Comment[]> {
  const all = (await api.paginate(api.rest.issues.listComments, {
    ...repositoryOf(host),
    issue_number: number,
    per_page: 100,
  })) as Comment[];
  const marked = all.filter(({ body }) => readMarker(body ?? '')?.key === key);
  if (marked.length === 0) return [];
  const isOurs = await authorship(api, token);
  return marked.filter(isOurs).sort((a, b) => a.id - b.id);
}
