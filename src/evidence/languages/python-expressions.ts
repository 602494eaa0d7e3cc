import { type Converter, fields, parts } from './conversion.js';
import type { Argument, Expression, Parameter } from './program.js';
import type { SyntaxNode } from './syntax.js';

/** One expression of Python's grammar. */
export function pythonExpression(node: SyntaxNode, using: Converter): Expression {
  const at = using.at(node);
  const of = (name: string): Expression => {
    const child = node.childForFieldName(name);
    return child === null ? { ...at, kind: 'other', children: [] } : using.expression(child);
  };
  switch (node.type) {
    case 'identifier':
    case 'dotted_name':
    case 'keyword_identifier':
      return nameOf(node, using);
    case 'integer':
    case 'float':
      return { ...at, kind: 'literal', value: pythonNumber(node.text) };
    case 'true':
    case 'false':
      return { ...at, kind: 'literal', value: node.type === 'true' };
    case 'none':
    case 'ellipsis':
      return { ...at, kind: 'literal', value: null };
    case 'string':
    case 'concatenated_string':
      return pythonString(node, using);
    case 'attribute':
      return { ...at, kind: 'member', object: of('object'), name: node.childForFieldName('attribute')?.text ?? '' };
    case 'subscript': {
      const keys = fields(node, 'subscript').map(using.expression);
      const key = keys.length === 1 && keys[0] ? keys[0] : ({ ...at, kind: 'list', items: keys } as const);
      return { ...at, kind: 'index', object: of('value'), key };
    }
    case 'call': {
      const list = node.childForFieldName('arguments');
      const values =
        list?.type === 'generator_expression' ? [{ value: using.expression(list) }] : pythonArguments(list, using);
      return { ...at, kind: 'call', callee: of('function'), arguments: values };
    }
    case 'binary_operator':
    case 'boolean_operator':
      return {
        ...at,
        kind: 'binary',
        operator: node.childForFieldName('operator')?.text ?? '',
        left: of('left'),
        right: of('right'),
      };
    case 'comparison_operator':
      return comparison(node, using);
    case 'not_operator':
      return { ...at, kind: 'unary', operator: 'not', operand: of('argument') };
    case 'unary_operator':
      return {
        ...at,
        kind: 'unary',
        operator: node.childForFieldName('operator')?.text ?? '',
        operand: of('argument'),
      };
    case 'conditional_expression': {
      const [consequence, test, alternative] = parts(node).map(using.expression);
      if (consequence && test && alternative) return { ...at, kind: 'choice', test, consequence, alternative };
      return { ...at, kind: 'other', children: [] };
    }
    case 'parenthesized_expression':
    case 'await':
    case 'type':
    case 'yield':
    case 'expression_list_item': {
      const [inner] = parts(node);
      return inner === undefined ? { ...at, kind: 'literal', value: null } : using.expression(inner);
    }
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
      return { ...at, kind: 'list', items: parts(node).map(using.expression) };
    case 'dictionary':
      return { ...at, kind: 'dict', entries: parts(node).map((entry) => entryOf(entry, using)) };
    case 'named_expression':
      return { ...at, kind: 'binding', target: of('name'), value: of('value') };
    case 'lambda': {
      const body = node.childForFieldName('body');
      const value =
        body === null ? [] : [{ ...using.at(body), kind: 'return', value: using.expression(body) } as const];
      return {
        ...at,
        kind: 'closure',
        parameters: pythonParameters(node.childForFieldName('parameters'), using),
        body: value,
      };
    }
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return comprehension(node, using);
    default:
      return { ...at, kind: 'other', children: parts(node).map(using.expression) };
  }
}

function nameOf(node: SyntaxNode, using: Converter): Expression {
  const at = using.at(node);
  const [head = '', ...rest] = node.text.split('.');
  return rest.reduce<Expression>((object, name) => ({ ...at, kind: 'member', object, name }), {
    ...at,
    kind: 'name',
    name: head,
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
        ...at,
        name: named.text.replace(/^\*+/, ''),
        ...(value === null ? {} : { default: using.expression(value) }),
        ...(type === null ? {} : { annotation: using.expression(type) }),
        ...(/_splat_pattern$/.test(named.type) ? { rest: true } : {}),
      },
    ];
  });
}

function comparison(node: SyntaxNode, using: Converter): Expression {
  const at = using.at(node);
  const [left, right, ...more] = parts(node).map(using.expression);
  const operator = fieldText(node, 'operators');
  if (!left || !right || more.length > 0)
    return { ...at, kind: 'other', children: [left, right, ...more].filter((e) => e !== undefined) };
  return { ...at, kind: 'binary', operator, left, right };
}

const fieldText = (node: SyntaxNode, name: string): string =>
  node
    .childrenForFieldName(name)
    .map((child) => child?.text ?? '')
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
      return { ...at, kind: 'each', target: using.expression(target), over: using.expression(over), body: [made] };
    },
    inner.length === 1 && inner[0] ? inner[0] : { ...at, kind: 'list', items: inner },
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
  if (found.every((part) => typeof part === 'string')) return { ...at, kind: 'literal', value: found.join('') };
  return { ...at, kind: 'template', parts: found };
}

function withoutEscapes(text: string, format: boolean): string {
  const plain = text.replace(/\\(\r?\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\s\S])/g, (whole, code: string) => {
    if (/^[xu]./.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return ESCAPES[code.replace('\r', '')] ?? whole;
  });
  return format ? plain.replace(/\{\{|\}\}/g, (brace) => brace.charAt(0)) : plain;
}
