import {
  certain,
  emptyContents,
  type Format,
  type FormatFacts,
  type Loading,
  NO,
  type Observation,
  possible,
  type Recognition,
} from './format.js';
import { type Glimpse, has } from './glimpse.js';
import { latin1Head } from './head-text.js';
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
  const signatures = compiled(card);
  return {
    id: card.id,
    name: card.name,
    extensions: card.extensions,
    facts: { encoding: 'binary', holds: 'model', independent: false, ...card.facts, worstLoading: loading },
    ...(card.specializes !== undefined && { specializes: card.specializes }),
    recognize: (glimpse) => firstOf(signatures, glimpse),

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

/** Signatures in the form in which they are compared, made once. */
function compiled({ signatures, extensions, name }: Card): ((glimpse: Glimpse) => Recognition)[] {
  return signatures.map(({ hex, text, at = 0, pattern, certainty, extensionOnly }) => {
    const bytes = hex !== undefined ? [...Buffer.from(hex, 'hex')] : text;
    const expression = new RegExp(pattern ?? '$^');
    const basis =
      bytes === undefined ? `text like ${name}` : `${text === undefined ? hex : JSON.stringify(text)} at ${at}`;
    return ({ head, tail, extension }) => {
      if (extensionOnly && !extensions.includes(extension)) return NO;
      const where = at < 0 ? tail : head;
      const found = bytes ? has(where, bytes, at < 0 ? where.length + at : at) : expression.test(latin1Head(head));
      if (!found) return NO;
      return certainty === 'possible' ? possible(basis) : certain(basis);
    };
  });
}

function firstOf(signatures: readonly ((glimpse: Glimpse) => Recognition)[], glimpse: Glimpse): Recognition {
  for (const recognize of signatures) {
    const recognition = recognize(glimpse);
    if (recognition.certainty !== 'no') return recognition;
  }
  return NO;
}
