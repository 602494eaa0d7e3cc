import { type Converter, fields, parts } from './conversion.js';
import type { Argument, Expression, Parameter } from './program.js';
import type { SyntaxNode } from './syntax.js';

/** One expression of Python's grammar. */
export function pythonExpression(node: SyntaxNode, using: Converter): Expression {
  const at = using.at(node);
  const of = (name: string): Expression => {
    const child = node.childForFieldName(name);
    return child === null ? { kind: 'other', children: [], ...at } : using.expression(child);
  };
  switch (node.type) {
    case 'identifier':
    case 'keyword_identifier':
      return { kind: 'name', name: at.text, ...at };
    case 'dotted_name':
      return nameOf(at);
    case 'integer':
    case 'float':
      return { kind: 'literal', value: pythonNumber(node.text), ...at };
    case 'true':
    case 'false':
      return { kind: 'literal', value: node.type === 'true', ...at };
    case 'none':
    case 'ellipsis':
      return { kind: 'literal', value: null, ...at };
    case 'string':
    case 'concatenated_string':
      return pythonString(node, using);
    case 'attribute':
      return { kind: 'member', object: of('object'), name: node.childForFieldName('attribute')?.text ?? '', ...at };
    case 'subscript': {
      const keys = fields(node, 'subscript').map(using.expression);
      const key = keys.length === 1 && keys[0] ? keys[0] : ({ kind: 'list', items: keys, ...at } as const);
      return { kind: 'index', object: of('value'), key, ...at };
    }
    case 'call': {
      const list = node.childForFieldName('arguments');
      const values =
        list?.type === 'generator_expression' ? [{ value: using.expression(list) }] : pythonArguments(list, using);
      return { kind: 'call', callee: of('function'), arguments: values, ...at };
    }
    case 'binary_operator':
    case 'boolean_operator':
      return {
        kind: 'binary',
        operator: node.childForFieldName('operator')?.text ?? '',
        left: of('left'),
        right: of('right'),
        ...at,
      };
    case 'comparison_operator':
      return comparison(node, using);
    case 'not_operator':
      return { kind: 'unary', operator: 'not', operand: of('argument'), ...at };
    case 'unary_operator':
      return {
        kind: 'unary',
        operator: node.childForFieldName('operator')?.text ?? '',
        operand: of('argument'),
        ...at,
      };
    case 'conditional_expression': {
      const [consequence, test, alternative] = parts(node).map(using.expression);
      if (consequence && test && alternative) return { kind: 'choice', test, consequence, alternative, ...at };
      return { kind: 'other', children: [], ...at };
    }
    case 'parenthesized_expression':
    case 'await':
    case 'type':
    case 'yield':
    case 'expression_list_item': {
      const [inner] = parts(node);
      return inner === undefined ? { kind: 'literal', value: null, ...at } : using.expression(inner);
    }
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
      return { kind: 'list', items: parts(node).map(using.expression), ...at };
    case 'dictionary':
      return { kind: 'dict', entries: parts(node).map((entry) => entryOf(entry, using)), ...at };
    case 'named_expression':
      return { kind: 'binding', target: of('name'), value: of('value'), ...at };
    case 'lambda': {
      const body = node.childForFieldName('body');
      const value =
        body === null ? [] : [{ kind: 'return', value: using.expression(body), ...using.at(body) } as const];
      return {
        kind: 'closure',
        parameters: pythonParameters(node.childForFieldName('parameters'), using),
        body: value,
        ...at,
      };
    }
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return comprehension(node, using);
    default:
      return { kind: 'other', children: parts(node).map(using.expression), ...at };
  }
}

function nameOf(at: ReturnType<Converter['at']>): Expression {
  const [head = '', ...rest] = at.text.split('.');
  return rest.reduce<Expression>((object, name) => ({ kind: 'member', object, name, ...at }), {
    kind: 'name',
    name: head,
    ...at,
  });
}

/** 0x10, 1_000, 1e-3, 10L; complex numbers and what is beyond exact integers as they come. */
function pythonNumber(text: string): number {
  return Number(text.replaceAll('_', '').replace(/[lLjJ]$/, ''));
}

/** Arguments of a call or of a class statement. */
export function pythonArguments(list: SyntaxNode | null, using: Converter): Argument[] {
  if (list === null) return [];
  return parts(list).map((node) => {
    if (node.type === 'keyword_argument') {
      const value = node.childForFieldName('value');
      return { name: node.childForFieldName('name')?.text ?? '', value: using.expression(value ?? node) };
    }
    if (node.type === 'list_splat' || node.type === 'dictionary_splat') {
      const inner = parts(node)[0] ?? node;
      return {
        value: using.expression(inner),
        spread: true,
        ...(node.type === 'dictionary_splat' ? { name: '**' } : {}),
      };
    }
    return { value: using.expression(node) };
  });
}

/** Parameters with defaults and annotations; `*` and `/` alone are left out. */
export function pythonParameters(list: SyntaxNode | null, using: Converter): Parameter[] {
  if (list === null) return [];
  return parts(list).flatMap((node): Parameter[] => {
    const { line, cell } = using.at(node);
    const at = { line, ...(cell === undefined ? {} : { cell }) };
    const type = node.childForFieldName('type');
    const value = node.childForFieldName('value');
    const inner = node.type === 'typed_parameter' ? parts(node)[0] : node.childForFieldName('name');
    const named = inner ?? node;
    if (node.type === 'keyword_separator' || node.type === 'positional_separator') return [];
    return [
      {
        name: named.text.replace(/^\*+/, ''),
        ...(value === null ? {} : { default: using.expression(value) }),
        ...(type === null ? {} : { annotation: using.expression(type) }),
        ...(/_splat_pattern$/.test(named.type) ? { rest: true } : {}),
        ...at,
      },
    ];
  });
}

function comparison(node: SyntaxNode, using: Converter): Expression {
  const at = using.at(node);
  const [left, right, ...more] = parts(node).map(using.expression);
  const operator = fieldText(node, 'operators');
  if (!left || !right || more.length > 0)
    return { kind: 'other', children: [left, right, ...more].filter((e) => e !== undefined), ...at };
  return { kind: 'binary', operator, left, right, ...at };
}

const fieldText = (node: SyntaxNode, name: string): string =>
  node
    .childrenForFieldName(name)
    .map((child) => child.text)
    .join(' ');

function entryOf(node: SyntaxNode, using: Converter): { key: Expression | null; value: Expression } {
  const [key, value] = [node.childForFieldName('key'), node.childForFieldName('value')];
  if (key !== null && value !== null) return { key: using.expression(key), value: using.expression(value) };
  return { key: null, value: using.expression(parts(node)[0] ?? node) };
}

/** The first `for` of a comprehension binds its variable; others and conditions are only looked into. */
function comprehension(node: SyntaxNode, using: Converter): Expression {
  const at = using.at(node);
  const clauses = parts(node).filter((child) => child.type === 'for_in_clause');
  const body = node.childForFieldName('body');
  const inner =
    body === null ? [] : body.type === 'pair' ? parts(body).map(using.expression) : [using.expression(body)];
  return clauses.reduceRight<Expression>(
    (made, clause) => {
      const [target, over] = [clause.childForFieldName('left'), clause.childForFieldName('right')];
      if (target === null || over === null) return made;
      return { kind: 'each', target: using.expression(target), over: using.expression(over), body: [made], ...at };
    },
    inner.length === 1 && inner[0] ? inner[0] : { kind: 'list', items: inner, ...at },
  );
}

const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** Text of a string; with holes where an f-string interpolates. Raw strings keep their backslashes. */
function pythonString(node: SyntaxNode, using: Converter): Expression {
  const at = using.at(node);
  const strings = node.type === 'concatenated_string' ? parts(node) : [node];
  const found: (string | Expression)[] = [];
  const add = (text: string): void => {
    const last = found.length - 1;
    if (typeof found[last] === 'string') found[last] += text;
    else found.push(text);
  };
  for (const string of strings) {
    const prefix = /^[a-zA-Z]*/.exec(string.text)?.[0]?.toLowerCase() ?? '';
    for (const part of string.namedChildren) {
      if (part.type === 'string_content')
        add(prefix.includes('r') ? part.text : withoutEscapes(part.text, prefix.includes('f')));
      if (part.type === 'interpolation') {
        const inner = part.childForFieldName('expression');
        if (inner !== null) found.push(using.expression(inner));
      }
    }
  }
  if (found.every((part) => typeof part === 'string')) return { kind: 'literal', value: found.join(''), ...at };
  return { kind: 'template', parts: found, ...at };
}

function withoutEscapes(text: string, format: boolean): string {
  const plain = text.replace(/\\(\r?\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\s\S])/g, (whole, code: string) => {
    if (/^[xu]./.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return ESCAPES[code.replace('\r', '')] ?? whole;
  });
  return format ? plain.replace(/\{\{|\}\}/g, (brace) => brace.charAt(0)) : plain;
}
