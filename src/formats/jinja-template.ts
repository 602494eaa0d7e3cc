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
  /\b(?:cycler|joiner|lipsum|self|namespace|request|config|get_flashed_messages|url_for)\s*(?:\.\s*_|\[)/g;

/** Everything suspicious that the code blocks of a template name, in order, at most one per name. */
export function templateReaches(template: string): TemplateReach[] {
  const found = new Map<string, TemplateReach>();
  const add = (kind: TemplateReach['kind'], name: string, at: number) => {
    if (!found.has(`${kind} ${name}`)) found.set(`${kind} ${name}`, { kind, name, at });
  };
  for (const { code, statement, at } of codeBlocks(template)) {
    const strings = code.match(STRING) ?? [];
    const bare = code.replace(STRING, "''");
    for (const name of bare.match(UNDERSCORED) ?? []) add('attribute', name, at);
    // `x['__class__']` and pieces such as '__cla' ~ 'ss__' reach an attribute by its name as text.
    if (/\[|\|/.test(bare))
      for (const text of strings) for (const name of text.match(/__\w*/g) ?? []) add('attribute', name, at);
    if (/\|\s*attr\b/.test(bare)) add('filter', 'attr', at);
    for (const name of bare.match(GLOBALS) ?? []) add('attribute', name.replace(/\s+/g, ''), at);
    const word = statement ? STATEMENT.exec(bare)?.[1] : undefined;
    if (word) add('statement', word, at);
  }
  return [...found.values()];
}

/** Code between `{{ }}` and `{% %}`; comments are left out. A block that never ends runs to the end. */
function* codeBlocks(template: string): Generator<{ code: string; statement: boolean; at: number }> {
  const opening = new RegExp(BLOCK);
  for (let match = opening.exec(template); match; match = opening.exec(template)) {
    const close = match[0] === '{{' ? '}}' : match[0] === '{%' ? '%}' : '#}';
    const end = template.indexOf(close, opening.lastIndex);
    const code = template.slice(opening.lastIndex, end < 0 ? undefined : end);
    if (close !== '#}') yield { code, statement: close === '%}', at: match.index };
    if (end < 0) return;
    opening.lastIndex = end + 2;
  }
}
