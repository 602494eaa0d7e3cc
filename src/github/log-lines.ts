/** Longer lines are logged in pieces: a program that ends none must not fill the memory. */
const LONGEST = 8192;

/** Lines of a program that writes as it likes, piece by piece; whatever they are, they are lines of the log. */
export function linesTo(log: (line: string) => void): { take(text: string): void; end(): void } {
  let rest = '';
  // `\r\n` may come in two pieces.
  let endsInReturn = false;
  return {
    take(text) {
      if (text === '') return;
      const [first = '', ...more] = (endsInReturn && text.startsWith('\n') ? text.slice(1) : text).split(/\r\n|\r|\n/);
      endsInReturn = text.endsWith('\r');
      const lines = [rest + first, ...more];
      rest = lines.pop() ?? '';
      for (const line of lines) log(line);
      for (; rest.length > LONGEST; rest = rest.slice(LONGEST)) log(rest.slice(0, LONGEST));
    },
    end() {
      if (rest !== '') log(rest);
    },
  };
}
