import {
  certain,
  emptyContents,
  type Format,
  type FormatFacts,
  type Loading,
  NO,
  type Observation,
  possible,
} from './format.js';
import { type Glimpse, has } from './glimpse.js';
import cards from './identify-only.json' with { type: 'json' };

/** A format that is recognized and described, but whose content nobody here reads. */
interface Card {
  id: string;
  name: string;
  extensions: string[];
  /** Any one suffices. `hex` or `text` bytes at an offset (negative: from the end), or a `pattern` for the head as latin-1. */
  signatures: {
    hex?: string;
    text?: string;
    at?: number;
    pattern?: string;
    certainty?: 'possible';
    extensionOnly?: boolean;
  }[];
  loading?: Loading;
  facts: Omit<FormatFacts, 'worstLoading' | 'encoding' | 'holds' | 'independent'> & Partial<FormatFacts>;
  /** Numbers of the header worth telling. */
  header?: { key: string; at: number; type: 'i32' | 'f32' | 'u8' }[];
  /** What loading such a file means, whatever it holds. */
  observation?: Pick<Observation, 'kind' | 'code' | 'message'>;
  specializes?: string;
}

/** Formats that are identified by signature alone; inspecting them is never a pass. */
export const identifyOnlyFormats: readonly Format[] = (cards as Card[]).map(formatOf);

function formatOf(card: Card): Format {
  const loading = card.loading ?? 'data-only';
  return {
    id: card.id,
    name: card.name,
    extensions: card.extensions,
    facts: { encoding: 'binary', holds: 'model', independent: false, ...card.facts, worstLoading: loading },
    ...(card.specializes !== undefined && { specializes: card.specializes }),
    recognize: (glimpse) => recognize(card, glimpse),

    async inspect({ source }) {
      const contents = emptyContents(loading);
      for (const { key, at, type } of card.header ?? []) {
        if (source.size < at + 4) continue;
        const bytes = await source.read(at, at + 4);
        const view = new DataView(bytes.buffer, bytes.byteOffset, 4);
        const value =
          type === 'i32' ? view.getInt32(0, true) : type === 'f32' ? view.getFloat32(0, true) : view.getUint8(0);
        contents.facts.push({ key, value, where: `offset ${at}` });
      }
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

function recognize(card: Card, { head, tail, extension }: Glimpse) {
  for (const { hex, text, at = 0, pattern, certainty, extensionOnly } of card.signatures) {
    if (extensionOnly && !card.extensions.includes(extension)) continue;
    const expected = hex !== undefined ? [...Buffer.from(hex, 'hex')] : text;
    const bytes = at < 0 ? tail : head;
    const found =
      expected !== undefined
        ? has(bytes, expected, at < 0 ? bytes.length + at : at)
        : new RegExp(pattern ?? '$^').test(Buffer.from(head).toString('latin1'));
    if (!found) continue;
    const basis =
      expected !== undefined ? `${text === undefined ? hex : JSON.stringify(text)} at ${at}` : `text like ${card.name}`;
    return certainty === 'possible' ? possible(basis) : certain(basis);
  }
  return NO;
}
