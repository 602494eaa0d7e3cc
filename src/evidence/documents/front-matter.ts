import { parseYaml, type StructuredText } from '../../containers/yaml-document.js';

export interface FrontMatter {
  /** The YAML block, where there is one that can be parsed. */
  data?: StructuredText;
  /** Why the block could not be parsed; line in the file. */
  problem?: { line: number; message: string };
  /** The text below the block. */
  body: string;
  /** 1-based line of the file on which the body begins. */
  bodyLine: number;
}

/** Splits Markdown from the YAML block that it may begin with. Lines of the block are lines of the file less one. */
export async function parseFrontMatter(text: string): Promise<FrontMatter> {
  const plain = text.replace(/^\uFEFF/, '');
  const block = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(plain);
  if (!block) return { body: plain, bodyLine: 1 };
  const body = plain.slice(block[0].length);
  const bodyLine = block[0].split('\n').length;
  const parsed = await parseYaml(block[1]!);
  if ('message' in parsed) return { problem: { line: parsed.line + 1, message: parsed.message }, body, bodyLine };
  return { data: { value: parsed.value, lineOf: (path) => parsed.lineOf(path) + 1 }, body, bodyLine };
}

/** Headings of Markdown outside of code blocks: level, text without markup, line in the given text. */
export function headingsOf(markdown: string): { level: number; text: string; line: number }[] {
  const found: { level: number; text: string; line: number }[] = [];
  let fence: string | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const mark = /^\s{0,3}(```+|~~~+)/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence)))
      fence = fence === undefined ? mark : undefined;
    const heading = fence === undefined ? /^\s{0,3}(#{1,6})\s+(\S[\s\S]*)/.exec(line) : null;
    if (heading)
      found.push({
        level: heading[1]!.length,
        text: plainText(
          heading[2]!
            .trimEnd()
            .replace(/(?<=\s)#+$/, '')
            .trimEnd(),
        ),
        line: index + 1,
      });
  }
  return found;
}

/** Text without links, emphasis, HTML and identifiers of headings. */
export const plainText = (markdown: string): string =>
  markdown
    .replace(/<[^<>]*>/g, '')
    .replace(/!\[[^\]]{0,300}\]\([^)]{0,2000}\)/g, '')
    .replace(/\[([^\]]{0,300})\]\([^)]{0,2000}\)/g, '$1')
    .replace(/\{[#.][^{}]*\}/g, '')
    .replace(/[*_`]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
