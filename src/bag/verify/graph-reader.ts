import { FormatError } from '../../bytes/format-error.js';
import { type Json, parseJson } from '../../containers/json-document.js';

/** What becomes of the entities of a crate. */
export interface GraphTaker {
  /** An array of entities begins; of several ones the last counts, as of all keys of JSON. */
  begin(): void;
  entity(entity: Json): void;
}

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const KEY = '@graph';
/** With every character of it escaped, and the end of longer ones. */
const LONGEST_KEY = 6 * KEY.length + 1;

/**
 * Reads the JSON of a crate from pieces of its text and hands its entities out one by one: a crate of a hundred thousand files is
 * many times larger than what is asked of it. Only where an entity begins and ends is found here; what it is, JSON.parse says.
 */
export class GraphReader {
  #nesting = 0;
  #isInString = false;
  #isEscaped = false;
  #isInGraph = false;
  /** The last string directly in the document, and whether it was a key and nothing but its value can follow. */
  #word = '';
  #isKey = false;
  #entities = 0;
  /** The entity that is being read, or the document without its entities. */
  #entity = '';
  #document = '';

  constructor(
    readonly depth: number,
    readonly taker: GraphTaker,
  ) {}

  /** Throws FormatError where an entity is no JSON. */
  add(text: string): void {
    let from = 0;
    const take = (end: number, next: number): string => {
      const part = text.slice(from, end);
      from = next;
      return part;
    };
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (this.#isInString) this.#inString(unit);
      else if (unit === QUOTE) this.#beginString();
      else if (unit === OPEN_OBJECT || unit === OPEN_LIST) {
        if (unit === OPEN_LIST && this.#opensGraph()) this.#document += take(at + 1, at + 1);
        this.#enter();
      } else if (unit === CLOSE_OBJECT || unit === CLOSE_LIST) {
        this.#nesting--;
        if (this.#isInGraph && this.#nesting === 1) this.#endGraph(take(at, at));
      } else if (this.#nesting === 1 && unit === COLON) this.#isKey = true;
      else if (this.#isInGraph && this.#nesting === 2 && unit === COMMA) this.#endEntity(take(at, at + 1));
    }
    const rest = take(text.length, text.length);
    if (this.#isInGraph) this.#entity += rest;
    else this.#document += rest;
  }

  /** The document with an empty array in place of its entities. Throws FormatError where it is no JSON. */
  end(): Json {
    return parsed(this.#isInGraph ? `${this.#document}${this.#entity}` : this.#document, this.depth);
  }

  #inString(unit: number): void {
    if (this.#nesting === 1 && this.#word.length < LONGEST_KEY) this.#word += String.fromCharCode(unit);
    if (this.#isEscaped) this.#isEscaped = false;
    else if (unit === BACKSLASH) this.#isEscaped = true;
    else if (unit === QUOTE) this.#isInString = false;
  }

  #beginString(): void {
    this.#isInString = true;
    if (this.#nesting !== 1) return;
    this.#word = '"';
    this.#isKey = false;
  }

  #opensGraph(): boolean {
    if (this.#nesting !== 1 || !this.#isKey || keyOf(this.#word) !== KEY) return false;
    this.#isInGraph = true;
    this.#entities = 0;
    this.taker.begin();
    return true;
  }

  #enter(): void {
    this.#isKey = false;
    if (++this.#nesting > this.depth)
      throw new FormatError('resource-limit', `expected JSON nested at most ${this.depth} deep, found more`);
  }

  #endEntity(last: string): void {
    const text = this.#entity + last;
    this.#entity = '';
    this.#entities++;
    this.taker.entity(parsed(text, this.depth));
  }

  #endGraph(last: string): void {
    if (this.#entities > 0 || /\S/.test(this.#entity + last)) this.#endEntity(last);
    this.#entity = '';
    this.#isInGraph = false;
  }
}

function keyOf(word: string): unknown {
  try {
    return JSON.parse(word);
  } catch {
    return undefined; // one that is longer, or broken: the document will tell
  }
}

function parsed(text: string, depth: number): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Says in our words what is wrong.
    return parseJson(Buffer.from(text), { depth, onDuplicate() {} });
  }
}
