import { FormatError } from '../bytes/format-error.js';
import type { Contents, Observation } from './format.js';

/** Where something lies: the member that holds it, and the offset of its bytes in the file where they lie there as they are. */
export interface Place {
  member?: string;
  base?: number | undefined;
}

/** Among more observations than these nothing is looked for again: a file that is wrong in so many places is only counted. */
const MOST_COMPARED = 1_000;

/** What stopped a reader, as something noticed: what a limit, a password or an unknown variant kept unread is not malformed. */
export function observationOf(error: FormatError | Bug): Observation {
  if (!(error instanceof FormatError)) return { kind: 'unread', code: 'internal', message: error.message };
  const { code, message, offset } = error;
  const isUnread = code === 'resource-limit' || code === 'encrypted' || code === 'unsupported';
  return { kind: isUnread ? 'unread' : 'malformed', code, message, ...(offset !== undefined && { offset }) };
}

/** Adds the observation that a FormatError is, once per code and message; anything else is our bug and thrown on. */
export function observe(error: unknown, observations: Observation[], name?: string): void {
  if (!(error instanceof FormatError)) throw error;
  const observation = { ...observationOf(error), ...(name !== undefined && { name }) };
  if (!isKnown(observations, (o) => o.code === observation.code && o.message === observation.message))
    observations.push(observation);
}

/** Adds an error of reading as the observation it is. */
export const addProblem = (contents: Contents, problem: FormatError, where: Place = {}): void =>
  addOnce(contents, observationOf(problem), where);

/**
 * Takes one step of reading: a file beside the model, a member, a node. Where its bytes contradict their format, that is
 * told and the reader goes on with what it has; undefined then. Anything else is our bug and thrown on.
 */
export async function attempt<T>(contents: Contents, where: Place, step: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    addProblem(contents, error, where);
    return undefined;
  }
}

/** Adds what was noticed at a place, once per name or else message. Its offset counts from where the place begins. */
export function addOnce(contents: Contents, observation: Observation, { member, base }: Place): void {
  const { kind, code, message, name, offset } = observation;
  const isSame = (o: Observation) =>
    o.kind === kind &&
    o.code === code &&
    (name !== undefined ? o.name === name : o.message === message) &&
    o.member === member;
  if (isKnown(contents.observations, isSame)) return;
  const placed: Observation = { ...observation };
  if (member !== undefined) placed.member = member;
  if (offset !== undefined && base !== undefined) placed.offset = offset + base;
  else if (member !== undefined) delete placed.offset;
  contents.observations.push(placed);
}

const isKnown = (observations: readonly Observation[], isSame: (observation: Observation) => boolean): boolean =>
  observations.length <= MOST_COMPARED && observations.some(isSame);

/** What neither the bytes, nor the system, nor a server can be blamed for. */
export interface Bug {
  message: string;
}

/** An error as the bug of ours that it is; null for bytes that contradict their format and for what a system or server refused. */
export const bugIn = (error: unknown): Bug | null =>
  !(error instanceof FormatError) && codeOf(error) === 'internal' ? { message: textOf(error) } : null;

/** Errors of the system and of servers keep their code (`EACCES`); anything else is a bug of ours, also where Node found it. */
export function codeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' && !code.startsWith('ERR_') ? code : 'internal';
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
