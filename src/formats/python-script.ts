import { looksLikeText } from './fallbacks.js';
import { emptyContents, type Format, NO, possible } from './format.js';
import { keywordsOf, type PythonCall, pythonCalls } from './python-calls.js';
import { readProgram } from './python-host-calls.js';
import { isAddress, isDownload, unguardedLoad } from './unguarded-loads.js';

/** A program that stands where a model is asked for: what it loads without a guard is told. */
export const pythonScript: Format = {
  id: 'python-script',
  name: 'Python script',
  extensions: ['.py', '.pyw'],
  family: 'other',
  container: 'text',
  signature: 'readable text in a file called .py',
  facts: {
    disclosure: 'documented',
    steward: 'Python Software Foundation',
    specification: 'https://docs.python.org/3/reference/',
    encoding: 'text',
    holds: 'anything',
    independent: false,
    worstLoading: 'code',
    isModel: false,
  },
  recognize: (glimpse) =>
    pythonScript.extensions.includes(glimpse.extension) && looksLikeText(glimpse.head)
      ? possible('text with the name of a Python script')
      : NO,

  async inspect({ source }) {
    const contents = emptyContents('code');
    for (const call of pythonCalls(await readProgram(source, contents))) {
      const shown = unguardedLoad(
        nameOf(call),
        (name) => literal(keywordsOf(call).get(name)),
        () => isDownload(call.arguments) || isAddress(call.arguments.trim()),
      );
      if (shown === null) continue;
      contents.observations.push({
        kind: 'callable',
        code: 'unsafe-load',
        name: shown,
        message: `line ${call.line} calls ${shown}`,
        line: call.line,
      });
    }
    return contents;
  },
};

const nameOf = ({ root, imported, rest }: PythonCall): string => [imported ?? root, ...rest].join('.');
const literal = (text: string | undefined): boolean | undefined =>
  text === 'True' ? true : text === 'False' ? false : undefined;
