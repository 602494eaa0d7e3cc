import { boundTo, externalBase, findMember } from './classes.js';
import type { Machine } from './machine.js';
import { canonicalPath, followed } from './names.js';
import { pathAttribute } from './paths.js';
import type { Scope, Value } from './value.js';
import { options, UNKNOWN } from './values.js';

/** What `object.name` is; methods of known objects keep the object. */
export function member(machine: Machine, object: Value, name: string, scope: Scope): Value {
  switch (object.kind) {
    case 'module': {
      const found = object.scope.names.get(name);
      if (found !== undefined) return found;
      const inner = /(^|\/)__init__\.py$/.test(object.path)
        ? machine.surroundings.resolve(object.scope.module, name, 1)
        : undefined;
      return inner === undefined ? UNKNOWN : { kind: 'module', path: inner.path, scope: machine.load(inner) };
    }
    case 'external':
      if (/(^|\.)flags\.FLAGS$/.test(object.path)) return machine.walk.flags.get(name) ?? UNKNOWN;
      return {
        kind: 'external',
        path: followed(object.path, `.${name}`),
        ...(object.receiver === undefined ? {} : { receiver: object }),
      };
    case 'result':
      return ofResult(object, name, scope);
    case 'instance': {
      const field = object.fields.get(name);
      if (field !== undefined) return field;
      const found = findMember(object.class, name);
      if (found?.value.kind === 'function') {
        const method = boundTo(found.value, object, found.owner);
        const isProperty = method.decorators.some(
          (d) => (d.kind === 'name' && d.name === 'property') || (d.kind === 'member' && d.name === 'cached_property'),
        );
        if (!isProperty) return method;
        return machine.call(method, { positional: [], named: new Map(), spread: false }, PROPERTY_SITE, scope);
      }
      if (found !== undefined) return found.value;
      return { kind: 'external', path: `${externalBase(object.class)}().${name}`, receiver: object };
    }
    case 'class': {
      const found = findMember(object, name);
      if (found !== undefined) return found.value;
      return { kind: 'external', path: `${externalBase(object)}.${name}`, receiver: object };
    }
    case 'dict':
      return object.entries.get(name) ?? { kind: 'external', path: `dict.${name}`, receiver: object };
    case 'list':
      return { kind: 'external', path: `list.${name}`, receiver: object };
    case 'constant':
    case 'text':
      return pathAttribute(object, name) ?? { kind: 'external', path: `str.${name}`, receiver: object };
    case 'either': {
      const found = options(object).map((option) => member(machine, option, name, scope));
      return (
        found.find(
          (value) => value.kind !== 'unknown' && !(value.kind === 'external' && /^(str|\?)\./.test(value.path)),
        ) ??
        found[0] ??
        UNKNOWN
      );
    }
    case 'dynamic':
      return { kind: 'external', path: `dynamic.${name}`, receiver: object };
    default:
      return { kind: 'external', path: `?.${name}`, receiver: object };
  }
}

/** A property read without a call has no place of its own. */
const PROPERTY_SITE = {
  kind: 'call',
  line: 0,
  text: '',
  callee: { kind: 'name', name: '', line: 0, text: '' },
  arguments: [],
} as const satisfies Parameters<Machine['call']>[2];

function ofResult(object: Value & { kind: 'result' }, name: string, scope: Scope): Value {
  if (object.path === 'super()' && scope.owner !== undefined) {
    for (const base of scope.owner.bases) {
      const found = base.kind === 'class' ? findMember(base, name) : undefined;
      if (found?.value.kind === 'function') return boundTo(found.value, scope.self ?? found.value.self, found.owner);
    }
    const path = canonicalPath(externalBase(scope.owner), scope.module.language);
    return {
      kind: 'external',
      path: `${path}().${name}`,
      ...(scope.self === undefined ? {} : { receiver: scope.self }),
    };
  }
  return { kind: 'external', path: followed(object.path, `.${name}`), receiver: object };
}
