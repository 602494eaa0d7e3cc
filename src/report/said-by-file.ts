import type { ModelReport } from '../assess/assessment.js';
import { list, quote } from '../assess/quote.js';
import type { Evidence } from '../evidence/evidence.js';

/** Versions that the file carries: the most reliable evidence there is. */
export function saidByFile({ environments }: Evidence, report: ModelReport | undefined): string {
  const needs = withoutBasePackages((report?.needs ?? []).filter(({ version }) => version !== ''));
  const [first] = needs;
  if (!report || !first) return producer(report);
  const agreeing = environments.find(({ packages }) =>
    needs.every((need) => packages?.[need.package] === need.version),
  );
  const said = `The file itself says ${list(needs.map((need) => `${need.package} ${need.version}`))}`;
  return `${said}${agreeing ? `, and ${quote(agreeing.path)} agrees` : ''}.`;
}

/** Packages that are part of R itself and have its version. */
const BASE_R = new Set([
  'base',
  'methods',
  'stats',
  'utils',
  'graphics',
  'grDevices',
  'datasets',
  'parallel',
  'splines',
  'stats4',
]);
const withoutBasePackages = (needs: ModelReport['needs']): ModelReport['needs'] => {
  const r = needs.find((need) => need.package === 'R');
  return needs.filter((need) => !(r && need.version === r.version && BASE_R.has(need.package)));
};

/** The program that saved or converted the file, where the format names one. */
function producer(report: ModelReport | undefined): string {
  const fact = (key: string): string => String(report?.facts.find((one) => one.key === key)?.value ?? '');
  const name = [fact('producer_name'), fact('producer_version').split(' ')[0]].join(' ').trim();
  return name === '' ? '' : `The file itself says that ${quote(name)} wrote it.`;
}
