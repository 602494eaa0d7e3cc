/** A piece of Julia source. Strings keep their holes: `"a$(b)c"` is ['a', { code: 'b' }, 'c']. */
export interface Token {
  kind: 'name' | 'number' | 'string' | 'operator' | 'newline' | 'end-of-file';
  text: string;
  start: number;
  end: number;
  /** 0-based. */
  row: number;
  parts?: (string | { code: string })[];
  /** A space stands before it: `@save "f" model` and `[a -b]` need to know. */
  spaced: boolean;
}

const NAME = /[\p{L}_@][\p{L}\p{N}_!′]*/uy;
const NUMBER = /0x[0-9a-fA-F]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eEf][+-]?\d+)?/y;
const OPERATOR =
  /\.\.\.|===|!==|<:|>:|->|=>|\|>|<\||::|\.?(?:==|!=|<=|>=|\+=|-=|\*=|\/=|&&|\|\||[-+*/^%÷<>=&|!∘∈≈≤≥≠×⋅√])|[()[\]{},;:.?'~$\\@]/uy;

/** Splits Julia source into tokens; comments vanish, unknown characters are skipped. */
export function juliaTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let row = 0;
  let spaced = false;
  const push = (kind: Token['kind'], end: number, parts?: Token['parts']): void => {
    tokens.push({
      kind,
      text: text.slice(at, end),
      start: at,
      end,
      row,
      spaced,
      ...(parts === undefined ? {} : { parts }),
    });
    row += text.slice(at, end).split('\n').length - 1;
    at = end;
    spaced = false;
  };
  const matchAt = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
  while (at < text.length) {
    const c = text.charAt(at);
    if (c === '\n') push('newline', at + 1);
    else if (/\s/.test(c)) {
      at++;
      spaced = true;
    } else if (c === '#') {
      const end = text.startsWith('#=', at) ? endOfComment(text, at) : endOfLine(text, at);
      row += text.slice(at, end).split('\n').length - 1;
      at = end;
      spaced = true;
    } else if (c === '"') {
      const { end, parts } = stringAt(text, at);
      push('string', end, parts);
    } else if (c === "'" && isCharacter(text, at, tokens.at(-1), spaced))
      push('string', text.indexOf("'", at + 2) + 1, [text.slice(at + 1, text.indexOf("'", at + 2))]);
    else if (matchAt(NUMBER) > at && /[\d.]/.test(c) && (c !== '.' || /\d/.test(text.charAt(at + 1))))
      push('number', matchAt(NUMBER));
    else if (matchAt(NAME) > at) push('name', matchAt(NAME));
    else if (matchAt(OPERATOR) > at) push('operator', matchAt(OPERATOR));
    else at++;
  }
  tokens.push({ kind: 'end-of-file', text: '', start: at, end: at, row, spaced: false });
  return tokens;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

/** `#= … =#`, nested. */
function endOfComment(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith('#=', at)) depth++;
    else if (text.startsWith('=#', at) && --depth === 0) return at + 2;
  }
  return text.length;
}

/** A quote after a name or bracket transposes; elsewhere it opens a character. */
function isCharacter(text: string, at: number, before: Token | undefined, spaced: boolean): boolean {
  const close = text.indexOf("'", at + 2);
  if (close < 0 || close - at > 8 || text.slice(at, close).includes('\n')) return false;
  return (
    spaced ||
    before === undefined ||
    before.kind === 'newline' ||
    (before.kind === 'operator' && !/[)\]}']/.test(before.text))
  );
}

function stringAt(text: string, start: number): { end: number; parts: NonNullable<Token['parts']> } {
  const quote = text.startsWith('"""', start) ? '"""' : '"';
  const parts: NonNullable<Token['parts']> = [];
  let plain = '';
  let at = start + quote.length;
  const hole = (code: string, end: number): void => {
    parts.push(plain, { code });
    plain = '';
    at = end;
  };
  while (at < text.length && !text.startsWith(quote, at)) {
    const c = text.charAt(at);
    const name = /^\$([\p{L}_][\p{L}\p{N}_!]*)/u.exec(text.slice(at, at + 80))?.[1];
    if (c === '\\') {
      plain += text.charAt(at + 1) === 'n' ? '\n' : text.charAt(at + 1);
      at += 2;
    } else if (name !== undefined) hole(name, at + 1 + name.length);
    else if (text.startsWith('$(', at)) {
      const end = closing(text, at + 1);
      hole(text.slice(at + 2, end), end + 1);
    } else {
      plain += c;
      at++;
    }
  }
  parts.push(plain);
  return { end: Math.min(text.length, at + quote.length), parts };
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text.charAt(at) === '(') depth++;
    else if (text.charAt(at) === ')' && --depth === 0) return at;
  }
  return text.length;
}
