import { basename, dirname, join } from 'node:path';
import { cpuUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Language as Grammar, Node, Parser } from 'web-tree-sitter';

/**
 * A node of a syntax tree. Types are those of the grammars in vendor/grammars. Answers are kept, since each question crosses over to
 * the parser's own program, which takes longer than what is done with the answer.
 */
export class SyntaxNode {
  readonly type: string;
  /** 0-based. */
  readonly row: number;
  readonly #node: Node;
  readonly #source: string;
  #text: string | undefined;
  #named: SyntaxNode[] | undefined;

  constructor(node: Node, source: string) {
    this.#node = node;
    this.#source = source;
    this.type = node.type;
    this.row = node.startPosition.row;
  }

  get text(): string {
    this.#text ??= this.#source.slice(this.#node.startIndex, this.#node.endIndex);
    return this.#text;
  }

  /** Children that are no punctuation. */
  get namedChildren(): readonly SyntaxNode[] {
    this.#named ??= this.#node.namedChildren.map((child) => this.#of(child));
    return this.#named;
  }

  get hasError(): boolean {
    return this.#node.hasError;
  }

  /** The first child in which something is missing, or too much. */
  get childWithError(): SyntaxNode | undefined {
    const child = this.#node.children.find(({ hasError }) => hasError);
    return child && this.#of(child);
  }

  childForFieldName(name: string): SyntaxNode | null {
    const child = this.#node.childForFieldName(name);
    return child && this.#of(child);
  }

  childrenForFieldName(name: string): SyntaxNode[] {
    return this.#node.childrenForFieldName(name).map((child) => this.#of(child));
  }

  /** The same without punctuation. */
  namedChildrenForFieldName(name: string): SyntaxNode[] {
    const children = this.#node.childrenForFieldName(name);
    return children.filter(({ isNamed }) => isNamed).map((child) => this.#of(child));
  }

  #of(node: Node): SyntaxNode {
    return new SyntaxNode(node, this.#source);
  }
}

/** Grammars that we have. Other languages have readers of their own. */
export type GrammarName = 'python' | 'r';

/**
 * Where grammars and the parser's own program lie: in dist/grammars beside the bundle after the build; in
 * vendor/ and in the parser's package when this file runs from source.
 */
export function grammarFolder(): { grammars: string; parser: string } {
  const here = dirname(fileURLToPath(import.meta.url));
  if (basename(here) === 'languages') {
    const root = join(here, '..', '..', '..');
    return { grammars: join(root, 'vendor', 'grammars'), parser: join(root, 'node_modules', 'web-tree-sitter') };
  }
  const built = join(here, 'grammars');
  return { grammars: built, parser: built };
}
const PARSER = 'web-tree-sitter.wasm';

/** Parses texts of one grammar, one after the other. */
export interface SyntaxParser {
  /**
   * Calls `use` with the root node; the tree is gone when it returns. Broken syntax yields ERROR nodes; a text on which the
   * search for the least broken tree runs out of patience yields undefined.
   */
  parse<T>(text: string, use: (root: SyntaxNode) => T): T | undefined;
}

/**
 * Milliseconds that a text may take: well-formed code takes a tenth of it, and hostile code all, since recovery from
 * some errors takes the square of their number.
 */
const patienceFor = (text: string): number => 500 + text.length / 250;

/** Milliseconds that went by, and those that processors worked for this process. */
export interface Clock {
  wall(): number;
  processor(): number;
}

const CLOCK: Clock = {
  wall: () => performance.now(),
  processor: () => {
    const { user, system } = cpuUsage();
    return (user + system) / 1000;
  },
};

/**
 * Whether a text has taken more than so many milliseconds, and then as many again of the processors. A busy machine lets a parser
 * wait, and other threads work meanwhile: neither is the text's doing, and what is found in it must be the same on every machine.
 * Processors are asked late, since that takes longer than most texts.
 */
function outOfPatience({ wall, processor }: Clock, most: number): () => boolean {
  const start = wall();
  let worked: number | undefined;
  return () => {
    if (wall() - start <= most) return false;
    worked ??= processor();
    return processor() - worked > most;
  };
}

/** Loads the parser once for all of its callers, and each grammar when first asked for. */
export function syntaxParsers(
  folders = grammarFolder(),
  clock: Clock = CLOCK,
): (name: GrammarName) => Promise<SyntaxParser> {
  const loaded = new Map<GrammarName, Promise<SyntaxParser>>();
  return (name) => {
    let parser = loaded.get(name);
    if (parser === undefined) {
      parser = load(name, folders, clock);
      loaded.set(name, parser);
    }
    return parser;
  };
}

async function load(
  name: GrammarName,
  folders: { grammars: string; parser: string },
  clock: Clock,
): Promise<SyntaxParser> {
  const treeSitter = await import('web-tree-sitter');
  await treeSitter.Parser.init({ locateFile: () => join(folders.parser, PARSER) });
  const grammar: Grammar = await treeSitter.Language.load(join(folders.grammars, `tree-sitter-${name}.wasm`));
  // As names of a property the engine keeps them once, and need not look at their letters to compare them.
  grammar.types.forEach((type, at) => {
    grammar.types[at] = Object.keys({ [type]: at })[0]!;
  });
  const parser: Parser = new treeSitter.Parser();
  parser.setLanguage(grammar);
  return {
    parse(text, use) {
      const tree = parser.parse(text, null, { progressCallback: outOfPatience(clock, patienceFor(text)) });
      if (tree === null) {
        parser.reset();
        return undefined;
      }
      try {
        return use(new SyntaxNode(tree.rootNode, text));
      } finally {
        tree.delete();
      }
    },
  };
}
