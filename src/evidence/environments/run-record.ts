import { isRunRecord, parseRunRecord, succeeded } from '../settings/run-record.js';
import { type Declaration, type EnvironmentFormat, normalizePythonName, recordOf, textOf } from './declaration.js';

/** Packages of a recorded run: what was installed, not what was asked for. One format for each language's packages. */
const recordOfLanguage = (language: string, ecosystem: EnvironmentFormat['ecosystem']): EnvironmentFormat => ({
  id: `run-record-${language}`,
  title: 'modelbag.run.json',
  ecosystem,
  recognize: isRunRecord,
  parse(text) {
    const parsed = parseRunRecord(text);
    // What is wrong with the file is said where its settings are read.
    if ('reason' in parsed || !succeeded(parsed.root)) return undefined;
    const interpreter = recordOf(parsed.root['interpreter']);
    if (interpreter['language'] !== language) return undefined;
    const version = textOf(interpreter['version']);
    const declarations = Object.entries(recordOf(parsed.root['packages'])).map(([name, value]): Declaration => {
      const installed = textOf(value);
      return {
        name: ecosystem === 'pypi' ? normalizePythonName(name) : name,
        line: parsed.lineOf(['packages', name]),
        pin: installed === undefined ? 'bare' : 'exact',
        ...(installed !== undefined && { version: installed }),
        hashed: false,
      };
    });
    return { declarations, closure: true, problems: [], ...(version !== undefined && { interpreter: version }) };
  },
});

export const pythonRun = recordOfLanguage('python', 'pypi');
export const rRun = recordOfLanguage('r', 'cran');
export const juliaRun = recordOfLanguage('julia', 'julia');
