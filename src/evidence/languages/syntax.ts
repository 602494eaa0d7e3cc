import { basename, dirname, join } from 'node:path';
import { cpuUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Language as Grammar, Node, Parser } from 'web-tree-sitter';

/** A node of a syntax tree. Types are those of the grammars in vendor/grammars. */
export type SyntaxNode = Node;

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
        return use(tree.rootNode);
      } finally {
        tree.delete();
      }
    },
  };
}
