import type { Limits } from '../bytes/limits.js';
import { isObject, type Json, parseJson } from '../containers/json-document.js';
import type { Fact } from './format.js';
import { joinName } from './python-names.js';

/** Of the machines that trained it; names of clusters and users stay where they are. */
const MACHINE = new Set(['java_version', 'os_version', 'num_cpus', 'nthreads', 'max_mem', 'h2o_cluster_total_nodes']);

/** What the model was asked to be, seed included, and the machine that trained it: `experimental/modelDetails.json`. */
export function mojoDetails(bytes: Uint8Array, member: string, prefix: string, limits: Limits): Fact[] {
  // H2O itself writes some keys twice, with the same value.
  const details = parseJson(bytes, { depth: limits.depth, nonFinite: true, onDuplicate: () => undefined });
  if (!isObject(details)) return [];
  const facts: Fact[] = [];
  const add = (key: string, value: Json | undefined, place: string) => {
    if (value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value)))
      facts.push({ key: joinName(prefix, key), value, where: `${member}#${place}` });
  };
  for (const parameter of listOf(details['parameters']))
    if (isObject(parameter) && typeof parameter['name'] === 'string')
      add(parameter['name'], parameter['actual_value'], `parameters.${parameter['name']}`);
  const output = isObject(details['output']) ? details['output'] : {};
  for (const table of listOf(output['reproducibility_information_table'])) {
    if (!isObject(table)) continue;
    const data = listOf(table['data']);
    for (const [i, column] of listOf(table['columns']).entries()) {
      const key = isObject(column) ? column['name'] : undefined;
      if (typeof key === 'string' && MACHINE.has(key))
        add(key, listOf(data[i])[0], 'output.reproducibility_information_table');
    }
  }
  return facts;
}

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
