import { placeOf } from './machine.js';
import { canonicalPath } from './names.js';
import type { ClassValue, FunctionValue, Value } from './value.js';
import { UNKNOWN } from './values.js';

/** Fields of a dataclass in order, those of its bases first, with defaults that remember their place. */
export function dataFields(owner: ClassValue, depth = 0): [string, Value][] {
  if (depth > 8) return [];
  const inherited = owner.bases.flatMap((base) => (base.kind === 'class' ? dataFields(base, depth + 1) : []));
  const own = owner.definition.body.flatMap((statement): [string, Value][] => {
    const target = statement.kind === 'assign' ? statement.targets[0] : undefined;
    if (statement.kind !== 'assign' || statement.annotation === undefined || target?.kind !== 'name') return [];
    const value = owner.members.get(target.name) ?? UNKNOWN;
    const inner = value.kind === 'result' ? (value.call.named.get('default') ?? UNKNOWN) : value;
    if (inner.kind !== 'constant') return [[target.name, inner]];
    return [
      [
        target.name,
        {
          ...inner,
          origin: {
            how: owner.scope.module.language === 'python' ? 'cli-default' : 'function-default',
            path: owner.scope.module.path,
            name: target.name,
            ...placeOf(target),
          },
        },
      ],
    ];
  });
  return [...inherited, ...own];
}

/** A method of an object's class or of its bases in the repository. */
export function methodOf(object: Value & { kind: 'instance' }, name: string): FunctionValue | undefined {
  const found = findMember(object.class, name);
  return found?.value.kind === 'function' ? boundTo(found.value, found.value.self, found.owner) : undefined;
}

/** A function as a method of an object, found in a class. Written out, since engines are slow to add to what they copied. */
export function boundTo(method: FunctionValue, self: Value | undefined, owner: ClassValue | undefined): FunctionValue {
  const { name, parameters, body, decorators, definition, scope } = method;
  return {
    kind: 'function',
    name,
    parameters,
    body,
    decorators,
    definition,
    scope,
    ...(self && { self }),
    ...(owner && { owner }),
  };
}

export function findMember(
  owner: ClassValue,
  name: string,
  depth = 0,
): { value: Value; owner: ClassValue } | undefined {
  const value = owner.members.get(name);
  if (value !== undefined) return { value, owner };
  if (depth > 8) return undefined;
  for (const base of owner.bases) {
    const found = base.kind === 'class' ? findMember(base, name, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Full name of the class outside of the repository that a class comes from: `torch.nn.Module`. */
export function externalBase(owner: ClassValue, depth = 0): string {
  if (depth > 8) return 'object';
  for (const base of owner.bases) {
    const path =
      base.kind === 'external'
        ? canonicalPath(base.path, owner.scope.module.language)
        : base.kind === 'class'
          ? externalBase(base, depth + 1)
          : 'object';
    if (path !== 'object') return path;
  }
  return 'object';
}
