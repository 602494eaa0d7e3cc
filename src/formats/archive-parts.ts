import { byBytes } from '../bytes/order.js';
import type { ByteSource } from '../bytes/source.js';
import type { Contents, ModelInput, Part } from './format.js';

/** Inspects a member of an archive by its content and adds what loading it would import and what was noticed. Null without the means to. */
export async function addPart(
  contents: Contents,
  model: ModelInput,
  member: string,
  source: ByteSource,
): Promise<Part | null> {
  if (!model.part) {
    contents.observations.push({
      kind: 'unread',
      code: 'unsupported',
      message: 'expected to look into the member, found no way to',
      member,
    });
    return null;
  }
  const part = await model.part(member, source);
  const { format, contents: inner } = part;
  contents.globals = [...new Set([...contents.globals, ...inner.globals])].sort(byBytes);
  for (const { offset, ...observation } of inner.observations) {
    // A text, a picture or any other file beside the model is not a model that could not be read; what holds code is missed.
    if (
      format.facts.isModel === false &&
      inner.loading === 'data-only' &&
      observation.kind === 'unread' &&
      (observation.code === 'unsupported' || observation.code === 'empty-file')
    )
      continue;
    const at = observation.member === undefined ? member : `${member}!/${observation.member}`;
    contents.observations.push({
      ...observation,
      member: at,
      ...(offset !== undefined &&
        observation.member === undefined && {
          message: observation.message.includes('at offset')
            ? observation.message
            : `${observation.message} at offset ${offset} of the member`,
        }),
    });
  }
  return part;
}
