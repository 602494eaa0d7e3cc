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
/** A text, closed or not: one that is tried again from each of its quotes costs the square of them. */
const STRING = /'(?:[^'\\]|\\.)*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)/gs;
const UNDERSCORED = /__\w+__/g;
const STATEMENT = /^[-+\s]*(include|import|from|extends)\b/;
const GLOBALS =
  /(?<![.\w])(?:cycler|joiner|lipsum|self|namespace|request|config|get_flashed_messages|url_for)\s*(?:\.\s*_|\[)/g;
/** Functions as text, whose letters then spell what the template may not say; nobody chats in Latin. */
const AS_TEXT = /(?<![.\w])(?:lipsum\b|(?:cycler|joiner|self|namespace|dict|range)\s*\|)/g;
/** Ways from a value to its class, its frame and their namespaces that need no underscores. */
const INNER =
  /(?<=\.\s*|^)(?:mro|subclasses|(?:gi|cr|ag)_(?:frame|code)|f_(?:back|globals|locals|builtins|code)|tb_(?:frame|next)|func_(?:globals|code)|im_(?:func|self)|co_(?:code|consts|names))$/;
/** Filters that reach for an attribute whose name is computed. */
const BY_NAME = /\battribute\s*=(?!\s*(?:''|\d+)\s*[,)])|\|\s*map\s*\(\s*''\s*,(?!\s*(?:''|attribute\s*=))/;

/** Statements whose output some code gets as a text: what is printed there may be looked up elsewhere. */
const CAPTURES = /\{%[-+\s]*(?:macro|call|filter|block|trans|endset)\b|\brecursive\b/;
/** Everything that does more with a text than to print it. */
const USES_TEXTS = /[[|(]/;

/** Everything suspicious that the code blocks of a template name, in order, at most one per name. */
export function templateReaches(template: string): TemplateReach[] {
  const found = new Map<string, TemplateReach>();
  const add = (kind: TemplateReach['kind'], name: string, at: number) => {
    if (!found.has(`${kind} ${name}`)) found.set(`${kind} ${name}`, { kind, name, at });
  };
  const isCaptured = CAPTURES.test(template);
  for (const { code: written, statement, at } of codeBlocks(template)) {
    // One blank says what many do; patterns that skip blanks would take the square of their number.
    const code = written.replace(/\s{2,}/g, ' ');
    const bare = code.replace(STRING, "''");
    for (const name of bare.match(UNDERSCORED) ?? []) add('attribute', name, at);
    if (statement || isCaptured || USES_TEXTS.test(bare)) {
      for (const name of namesInTexts(code)) add('attribute', name, at);
      if (MANY_UNDERSCORES.test(code.replace(RULE, ''))) add('attribute', '__', at);
    }
    if (/(?:\||^[-+\s]*filter\s)\s*attr\b/.test(bare) || /\|\s*\w+\s*\(\s*(['"])attr\1/.test(code))
      add('filter', 'attr', at);
    if (OF_NOTHING.test(code)) add('attribute', '[]', at);
    if (BY_NAME.test(bare)) add('filter', 'attribute', at);
    for (const [name] of bare.matchAll(/(?<=\.\s*)[A-Za-z_]\w*/g)) if (INNER.test(name)) add('attribute', name, at);
    for (const name of bare.match(AS_TEXT) ?? []) add('attribute', name.replace(/[\s|]+/g, ''), at);
    for (const name of bare.match(GLOBALS) ?? []) add('attribute', name.replace(/\s+/g, ''), at);
    const word = statement ? STATEMENT.exec(bare)?.[1] : undefined;
    if (word) add('statement', word, at);
  }
  // What is spelled out somewhere is told already.
  if (found.size === 0) for (const { name, at } of computedReaches(template)) add('attribute', `[${name}]`, at);
  return [...found.values()];
}

/** Subscripts of variables that a template sets to pieces of a way out. */
function* computedReaches(template: string): Generator<{ name: string; at: number }> {
  const spelled = namesOfReaches(template);
  if (spelled.size === 0) return;
  for (const { code, at } of codeBlocks(template))
    for (const inside of subscriptsOf(code))
      for (const name of inside.replace(STRING, "''").match(VARIABLE) ?? []) if (spelled.has(name)) yield { name, at };
}

const VARIABLE = /(?<![.\w])[A-Za-z_]\w*/g;
/** A subscript, closed or not: what stands in it is looked up, not put together. */
const SUBSCRIPT = /(?<=[\w)\]])\[[^\]]*(?:\]|$)/g;
/** Longest text of a `set` block that is looked at: names are short. */
const LONGEST_SET = 200;
const ASSIGNED = /^[-+\s]*set\s+([A-Za-z_]\w*)\s*(?:=(.*))?$/s;

/**
 * Variables that a template sets to a way out, or to a text that is put together of pieces of one: what a subscript then
 * reaches is not spelled where it is reached. The text of `{% set x %}…{% endset %}` stands outside of code.
 */
function namesOfReaches(template: string): Set<string> {
  const found = new Set<string>();
  for (const { code, statement, end } of codeBlocks(template)) {
    const [, name, value] = (statement && ASSIGNED.exec(code)) || [];
    if (name === undefined) continue;
    if (value !== undefined) {
      const made = value.replace(SUBSCRIPT, '');
      const isComputed = COMPUTES.test(made.replace(STRING, "''")) && textsOf(made).some((text) => PIECE.test(text));
      if (isComputed || namesInTexts(value).length > 0) found.add(name);
    } else if (/__\w+__|^\s*_+\s*$/.test(template.slice(end, template.indexOf('{%', end)).slice(0, LONGEST_SET)))
      found.add(name);
  }
  return found;
}

/** A text with what it is compared by, before or behind it. */
const PERHAPS_COMPARED = new RegExp(`([=!]=\\s*)?(?:${STRING.source})(\\s*(?:[=!]=|(?:not\\s+)?in\\b))?`, 'gs');
const ESCAPED = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([0-7]{1,3}))/gi;

/** Subscripts of nothing, and underscores that are multiplied: the first steps of names that are put together. */
const OF_NOTHING = /(?:\(\s*\)|(?<!\w\s*)(?:\[\s*\]|\{\s*\}|(['"])\1))\s*\[/;
const MANY_UNDERSCORES = /(['"])_+\1\s*(?:\*|[~+]\s*(['"])_)|\*\s*(['"])_+\3|[~+]\s*(['"])__+\4|(['"])__+\5\s*[~+]/;
/** A line of underscores that is printed: more than any name has, and nothing is cut out of it. */
const RULE = /(['"])_\1\s*\*\s*(?:[5-9]|\d\d+)(?!\s*\)?\s*\[)\b/g;
/** Pieces of the names that lead out of a sandbox, and a format that writes underscores as numbers. */
const PIECE =
  /^_|%c|^(?:class|mro|bases?|subclasses|globals|init|builtins|import|getattribute|getitem|reduce|reduce_ex)_*$/;
/** Names that lead out of every sandbox, wherever they stand in a text that is then cut. */
const WAY_OUT =
  /__(?:class|mro|bases?|subclasses|globals|init|builtins|import|getattribute|getitem|reduce|reduce_ex|dict|code)__/g;
/** Operators and filters that put a text together. */
const COMPUTES = /~|''\s*[+*%]|[+*%]\s*''|\|\s*(?:join|format|replace|lower|upper|reverse|string|trim|map|list)\b/;

/**
 * Attributes that are reached by their names as text: `x['__class__']`, `'\x5f\x5fclass__'`, pieces such as `'__cla' ~ 'ss__'`,
 * and subscripts that are put together from pieces. A text that is only compared reaches nothing.
 */
function namesInTexts(code: string): string[] {
  const texts = textsOf(
    code.replace(PERHAPS_COMPARED, (text, before?: string, behind?: string) => (before || behind ? '' : text)),
  );
  const named = texts.flatMap((text) => [
    ...(text.trim().match(/(?:^|(?<=\.))__\w+|(?<!\w)\w+__(?=$|\.)/g) ?? []),
    ...(/\s/.test(text.trim()) ? [] : (text.match(WAY_OUT) ?? [])),
  ]);
  const inner = texts.filter((text) => INNER.test(text) && code.includes('['));
  const computed = subscriptsOf(code).filter(
    (inside) => COMPUTES.test(inside.replace(STRING, "''")) && textsOf(inside).some((text) => PIECE.test(text)),
  );
  return [...named, ...inner, ...computed.map((inside) => `[${inside.trim().slice(0, 64)}]`)];
}

/** Deeper subscripts are only read as part of those around them: each is as long as all that it holds. */
const DEEPEST_SUBSCRIPT = 8;

/** What stands between the brackets of every subscript, closed or not; brackets that begin a list are none. */
function subscriptsOf(code: string): string[] {
  const found: string[] = [];
  const add = ({ start, isSubscript }: (typeof open)[number], end: number) => {
    if (isSubscript && open.length < DEEPEST_SUBSCRIPT) found.push(code.slice(start, end));
  };
  const open: { start: number; isSubscript: boolean }[] = [];
  const parts = new RegExp(`${STRING.source}|[\\[\\]]`, 'gs');
  for (const { 0: part, index } of code.matchAll(parts)) {
    if (part === '[')
      open.push({ start: index + 1, isSubscript: /[\w)\]'"]\s*$/.test(code.slice(Math.max(0, index - 8), index)) });
    else if (part === ']') {
      const last = open.pop();
      if (last) add(last, index);
    }
  }
  while (open.length > 0) add(open.pop() as (typeof open)[number], code.length);
  return found;
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
function* codeBlocks(template: string): Generator<{ code: string; statement: boolean; at: number; end: number }> {
  const opening = new RegExp(BLOCK);
  for (let match = opening.exec(template); match; match = opening.exec(template)) {
    const close = match[0] === '{{' ? '}}' : match[0] === '{%' ? '%}' : '#}';
    const end =
      close === '#}' ? template.indexOf(close, opening.lastIndex) : endOfCode(template, opening.lastIndex, close);
    const code = template.slice(opening.lastIndex, end < 0 ? undefined : end);
    if (close !== '#}') yield { code, statement: close === '%}', at: match.index, end: end + 2 };
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
