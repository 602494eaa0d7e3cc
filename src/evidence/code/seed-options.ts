import { oncePerText } from '../../bytes/once-per.js';
import type { Seed } from '../evidence.js';
import type { Statement } from '../languages/program.js';
import { optionName, optionPlace } from './options.js';
import type { Repository } from './repository.js';
import { callsOf } from './roles.js';
import type { CallEvent } from './value.js';

const isOption = oncePerText((path) => /\.(add_argument|add_option|option|DEFINE_integer)$/.test(path));
const SEED_NAME = /^(\w+_)?(seed|random_state|manualseed)$/i;

/**
 * Options for a seed whose default was not seen to reach a generator: those that nothing reads, those that are
 * nothing by default, and those whose way could not be followed. `origins` are places that did reach one.
 */
export function seedOptions(repository: Repository, origins: ReadonlySet<string>, rows: readonly Seed[]): Seed[] {
  return repository.traces.flatMap((trace) =>
    callsOf(trace).flatMap((event): Seed[] => {
      if (!isOption(event.path)) return [];
      const name = optionName(event);
      const place = optionPlace(event);
      if (name === undefined || !SEED_NAME.test(name) || origins.has(`${event.module.path}\0${place.line}`)) return [];
      const at = { path: event.module.path, ...place, value: defaultOf(event), how: 'cli-default' } as const;
      const isRead = new RegExp(`(\\.|["'])${name}\\b`);
      if (!repository.modules.some(({ program }) => reads(program.statements, isRead)))
        return [{ ...at, library: 'other', scope: 'other', grade: 'declared-unused' }];
      const grade = at.value === null ? 'default-none' : 'unknown';
      const users = rows.filter((row) => typeof row.value === 'string' && isRead.test(row.value));
      if (users.length === 0) return [{ ...at, library: 'other', scope: 'other', grade }];
      return users.map(({ library, scope }) => ({ ...at, library, scope, grade }));
    }),
  );
}

function defaultOf(event: CallEvent): number | null {
  const given = event.named.get('default') ?? (event.path.endsWith('DEFINE_integer') ? event.positional[1] : undefined);
  return given?.kind === 'constant' && typeof given.value === 'number' ? given.value : null;
}

/** The name is used beyond its declaration. */
const reads = (statements: readonly Statement[], name: RegExp): boolean =>
  statements.some((statement) =>
    name.test(statement.text.replace(/\.(add_argument|add_option|option|DEFINE_integer)\([^)]*\)/g, '')),
  );
