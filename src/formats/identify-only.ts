import { append } from '../bytes/append.js';
import {
  type Container,
  emptyContents,
  type Family,
  type Format,
  type FormatFacts,
  type Loading,
  type Observation,
} from './format.js';
import cards from './identify-only.json' with { type: 'json' };
import { compileSignatures, firstBytesOf, inWords, type Signature } from './signatures.js';
import { tar } from './tar.js';
import { zip } from './zip.js';

/** A format that is recognized and described, but whose content nobody here reads. */
interface Card {
  id: string;
  name: string;
  aliases?: string[];
  extensions: string[];
  family: Family;
  container: Container;
  /** Any one suffices. */
  signatures: Signature[];
  loading?: Loading;
  facts: Omit<FormatFacts, 'worstLoading' | 'encoding' | 'holds' | 'independent'> & Partial<FormatFacts>;
  /** Numbers of the header worth telling. */
  header?: { key: string; at: number; type: 'i32' | 'f32' | 'u8' }[];
  /** What loading such a file means, whatever it holds. */
  observation?: Pick<Observation, 'kind' | 'code' | 'message'>;
  specializes?: string;
}

/** Archives are looked into, member by member, whatever they are said to be. */
const ARCHIVES: readonly Format[] = [zip, tar];

/** Formats that are identified by signature alone; inspecting them is never a pass. */
export const identifyOnlyFormats: readonly Format[] = (cards as Card[]).map(formatOf);

function formatOf(card: Card): Format {
  const { id, name, aliases, extensions, family, container, signatures, facts } = card;
  const loading = card.loading ?? 'data-only';
  const firstBytes = firstBytesOf(signatures);
  const specializes =
    card.specializes ?? (container === 'json' || container === 'zip' || container === 'tar' ? container : undefined);
  return {
    id,
    name,
    ...(aliases && { aliases }),
    extensions,
    family,
    container,
    get signature() {
      return signatures.map(inWords).join('; or ');
    },
    facts: { encoding: 'binary', holds: 'model', independent: false, ...facts, worstLoading: loading },
    ...(specializes !== undefined && { specializes }),
    ...(firstBytes && { firstBytes }),
    recognize: compileSignatures(signatures, extensions),

    async inspect(model, limits) {
      const archive = ARCHIVES.find(({ id: general }) => general === specializes);
      const isArchive = archive && (await archive.recognize(model.glimpse, limits)).certainty === 'certain';
      const contents = isArchive ? await archive.inspect(model, limits) : emptyContents(loading);
      if (contents.loading === 'data-only') contents.loading = loading;
      append(contents.facts, await headerFacts(card, model.source));
      if (card.observation) contents.observations.push(card.observation);
      contents.observations.push({
        kind: 'unread',
        code: 'unsupported',
        message: `expected content that can be read, found ${card.name}, which is only identified`,
      });
      return contents;
    },
  };
}

async function headerFacts({ header = [] }: Card, source: Parameters<Format['inspect']>[0]['source']) {
  const facts = [];
  for (const { key, at, type } of header) {
    if (source.size < at + 4) continue;
    const bytes = await source.read(at, at + 4);
    const view = new DataView(bytes.buffer, bytes.byteOffset, 4);
    const value =
      type === 'i32' ? view.getInt32(0, true) : type === 'f32' ? view.getFloat32(0, true) : view.getUint8(0);
    facts.push({ key, value, where: `offset ${at}` });
  }
  return facts;
}
