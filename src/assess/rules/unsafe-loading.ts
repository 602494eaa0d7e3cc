import { loadRisk } from '../load-risks.js';
import { quote } from '../quote.js';
import type { Rule } from '../rule.js';

/** Guarded by default since then. */
const GUARDED_LATER = 'torch.load of a download';
/** CVE-2025-32434: before torch 2.6.0 files in the legacy tar format ran code even with `weights_only=True`. */
const TORCH_GUARDED = [2, 6];

export const unsafeLoading: Rule = {
  id: 'unsafe-loading',
  title: 'Code of the repository lets a model file run code when it is loaded',
  severity: 'warning',
  *check({ evidence }) {
    const torch = evidence.framework.find(({ package: name }) => name === 'torch');
    const isOld = torch !== undefined && torch.exact !== 'no' && isBefore(torch.version, TORCH_GUARDED);
    const old = isOld
      ? ` And raise torch: ${torch.version} is older than 2.6.0, whose \`weights_only=True\` a file can pass by (CVE-2025-32434).`
      : '';
    for (const { path, line, cell, call } of evidence.unsafeLoads ?? []) {
      if (call === GUARDED_LATER && !isOld) continue;
      const { risk, instead } = loadRisk(call);
      yield {
        path,
        line,
        ...(cell !== undefined && { cell }),
        kind: 'code-file',
        message: `${quote(call)}: ${risk}.`,
        advice: `Write ${instead}.${call.startsWith('torch.') ? old : ''}`,
      };
    }
  },
};

function isBefore(version: string, [major = 0, minor = 0]: readonly number[]): boolean {
  const [, a, b] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (a === undefined || b === undefined) return false;
  return Number(a) < major || (Number(a) === major && Number(b) < minor);
}
