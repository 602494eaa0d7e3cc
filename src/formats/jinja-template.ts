/**
 * What a Jinja template reaches for, without evaluating it. A chat template needs variables, tests, loops and filters;
 * reaching for attributes with two underscores, for `attr` or for other templates is how a sandbox is left.
 */
export interface TemplateReach {
  /** `attribute` · `filter` · `statement` */
  kind: 'attribute' | 'filter' | 'statement';
  name: string;
  /** Index of the code block in the template, in characters. */
  at: number;
}

const BLOCK = /\{\{|\{%|\{#/g;
const STRING = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gs;
const UNDERSCORED = /__\w+__/g;
const STATEMENT = /^[-+\s]*(include|import|from|extends)\b/;
const GLOBALS =
  /(?<![.\w])(?:cycler|joiner|lipsum|self|namespace|request|config|get_flashed_messages|url_for)\s*(?:\.\s*_|\[)/g;

/** Everything suspicious that the code blocks of a template name, in order, at most one per name. */
export function templateReaches(template: string): TemplateReach[] {
  const found = new Map<string, TemplateReach>();
  const add = (kind: TemplateReach['kind'], name: string, at: number) => {
    if (!found.has(`${kind} ${name}`)) found.set(`${kind} ${name}`, { kind, name, at });
  };
  for (const { code, statement, at } of codeBlocks(template)) {
    const bare = code.replace(STRING, "''");
    for (const name of bare.match(UNDERSCORED) ?? []) add('attribute', name, at);
    for (const name of namesInTexts(code)) add('attribute', name, at);
    if (/\|\s*attr\b/.test(bare)) add('filter', 'attr', at);
    for (const name of bare.match(GLOBALS) ?? []) add('attribute', name.replace(/\s+/g, ''), at);
    const word = statement ? STATEMENT.exec(bare)?.[1] : undefined;
    if (word) add('statement', word, at);
  }
  return [...found.values()];
}

/** A subscript, without others inside of it. */
const SUBSCRIPT = /\[((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^[\]'"])*)\]/gs;
const COMPARED = new RegExp(`[=!]=\\s*(?:${STRING.source})`, 'gs');
const ESCAPED = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([0-7]{1,3}))/gi;

/**
 * Attributes that are reached by their names as text: `x['__class__']`, `'\x5f\x5fclass__'`, pieces such as `'__cla' ~ 'ss__'`,
 * and subscripts that are computed from pieces that begin with an underscore. A text that is only compared reaches nothing.
 */
function namesInTexts(code: string): string[] {
  const texts = textsOf(code.replace(COMPARED, ''));
  const named = texts.flatMap((text) => text.match(/(?:^|(?<=\.))__\w+|\w+__(?=$|\.)/g) ?? []);
  const computed = [...code.matchAll(SUBSCRIPT)]
    .map(([, inside = '']) => inside)
    .filter((inside) => /[~+*%|]/.test(inside.replace(STRING, '')) && textsOf(inside).some((text) => /^_/.test(text)));
  return [...named, ...computed.map((inside) => `[${inside.trim().slice(0, 64)}]`)];
}

const textsOf = (code: string): string[] =>
  (code.match(STRING) ?? []).map((text) =>
    text
      .slice(1, -1)
      .replace(ESCAPED, (_, hex?: string, wide?: string, octal?: string) =>
        String.fromCharCode(octal === undefined ? Number.parseInt(hex ?? wide ?? '', 16) : Number.parseInt(octal, 8)),
      ),
  );

/** Code between `{{ }}` and `{% %}`; comments are left out. A block that never ends runs to the end. */
function* codeBlocks(template: string): Generator<{ code: string; statement: boolean; at: number }> {
  const opening = new RegExp(BLOCK);
  for (let match = opening.exec(template); match; match = opening.exec(template)) {
    const close = match[0] === '{{' ? '}}' : match[0] === '{%' ? '%}' : '#}';
    const end =
      close === '#}' ? template.indexOf(close, opening.lastIndex) : endOfCode(template, opening.lastIndex, close);
    const code = template.slice(opening.lastIndex, end < 0 ? undefined : end);
    if (close !== '#}') yield { code, statement: close === '%}', at: match.index };
    if (end < 0) return;
    opening.lastIndex = end + 2;
  }
}

/** Where a block closes; what stands in a text does not close it. -1 where it never does. */
function endOfCode(template: string, from: number, close: string): number {
  const parts = new RegExp(`${STRING.source}|${close}`, 'gs');
  parts.lastIndex = from;
  for (let match = parts.exec(template); match; match = parts.exec(template))
    if (match[0] === close) return match.index;
  return -1;
}
