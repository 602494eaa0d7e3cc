import { type Converter, callOf, converter, fields, parts, program } from './conversion.js';
import type { Expression, Fragment, Parsed, Statement } from './program.js';
import { pythonArguments, pythonExpression, pythonParameters } from './python-expressions.js';
import type { SyntaxNode, SyntaxParser } from './syntax.js';

/**
 * Python source as statements. Python 2's print and exec statements become calls; broken lines are listed. Undefined where the
 * parser gives up.
 */
export function parsePython(parser: SyntaxParser, fragment: Fragment): Parsed | undefined {
  const using = converter(fragment, pythonExpression, blockOf);
  return parser.parse(fragment.text, (root) => program(root, using));
}

const blockOf = (block: SyntaxNode, using: Converter): Statement[] =>
  parts(block).flatMap((child) => statementsOf(child, using));

/** The statements of a field that holds a block; none where it is absent. */
function blockIn(node: SyntaxNode | null, field: string, using: Converter): Statement[] {
  const block = node?.childForFieldName(field) ?? null;
  return block === null ? [] : using.statements(block);
}

function optional<K extends string>(key: K, node: SyntaxNode | null, using: Converter): { [P in K]?: Expression } {
  return (node === null ? {} : { [key]: using.expression(node) }) as { [P in K]?: Expression };
}

function statementsOf(node: SyntaxNode, using: Converter): Statement[] {
  const at = using.at(node);
  const field = (name: string) => node.childForFieldName(name);
  switch (node.type) {
    case 'pass_statement':
    case 'global_statement':
    case 'nonlocal_statement':
    case 'future_import_statement':
      return [];
    case 'import_statement':
      return fields(node, 'name').map((name) => importStatement(name, using));
    case 'import_from_statement':
      return [importFrom(node, using)];
    case 'expression_statement':
      return parts(node).flatMap((child) => simpleStatement(child, using));
    case 'return_statement':
      return [{ kind: 'return', ...optional('value', parts(node)[0] ?? null, using), ...at }];
    case 'raise_statement':
      return [{ kind: 'leave', how: 'raise', ...optional('value', parts(node)[0] ?? null, using), ...at }];
    case 'break_statement':
    case 'continue_statement':
      return [{ kind: 'leave', how: 'break', ...at }];
    case 'print_statement':
      return [
        { kind: 'expression', value: callOf(at, 'print', fields(node, 'argument').map(using.expression)), ...at },
      ];
    case 'if_statement':
      return [conditional(node, fields(node, 'alternative'), using)];
    case 'for_statement':
      return [
        {
          kind: 'loop',
          ...optional('target', field('left'), using),
          ...optional('over', field('right'), using),
          body: [...blockIn(node, 'body', using), ...blockIn(field('alternative'), 'body', using)],
          ...at,
        },
      ];
    case 'while_statement':
      return [
        { kind: 'loop', ...optional('test', field('condition'), using), body: blockIn(node, 'body', using), ...at },
      ];
    case 'with_statement':
      return [{ kind: 'with', items: withItems(node, using), body: blockIn(node, 'body', using), ...at }];
    case 'try_statement':
      return [tryStatement(node, using)];
    case 'function_definition':
    case 'class_definition':
      return [definition(node, [], using)];
    case 'decorated_definition': {
      const decorators = parts(node).filter((child) => child.type === 'decorator');
      const inner = field('definition');
      const values = decorators.flatMap((decorator) => parts(decorator).slice(0, 1).map(using.expression));
      return inner === null ? [] : [definition(inner, values, using)];
    }
    case 'match_statement':
      return fields(field('body') ?? node, 'alternative').flatMap((clause) => blockIn(clause, 'consequence', using));
    case 'ERROR':
      using.broken.push({ line: at.line, ...(at.cell === undefined ? {} : { cell: at.cell }) });
      return parts(node).flatMap((child) => statementsOf(child, using));
    case 'block':
      return using.statements(node);
    default:
      return simpleStatement(node, using);
  }
}

function simpleStatement(node: SyntaxNode, using: Converter): Statement[] {
  const at = using.at(node);
  if (node.type !== 'assignment' && node.type !== 'augmented_assignment')
    return [{ kind: 'expression', value: using.expression(node), ...at }];
  const targets: Expression[] = [];
  // a = b = value is an assignment whose value is an assignment.
  let last = node;
  for (;;) {
    const left = last.childForFieldName('left');
    if (left !== null) targets.push(using.expression(left));
    const right = last.childForFieldName('right');
    if (right?.type !== 'assignment') break;
    last = right;
  }
  const operator = node.childForFieldName('operator')?.text.replace(/=$/, '');
  return [
    {
      kind: 'assign',
      targets,
      ...optional('value', last.childForFieldName('right'), using),
      ...optional('annotation', node.childForFieldName('type'), using),
      ...(operator === undefined ? {} : { operator }),
      ...at,
    },
  ];
}

function importStatement(name: SyntaxNode, using: Converter): Statement {
  const alias = name.childForFieldName('alias')?.text;
  const module = (name.type === 'aliased_import' ? name.childForFieldName('name')?.text : name.text) ?? '';
  return { kind: 'import', module, level: 0, ...(alias === undefined ? {} : { alias }), ...using.at(name) };
}

function importFrom(node: SyntaxNode, using: Converter): Statement {
  const from = node.childForFieldName('module_name');
  const dots = /^\.*/.exec(from?.text ?? '')?.[0] ?? '';
  const star = parts(node).some((child) => child.type === 'wildcard_import');
  const names = fields(node, 'name').map((name) => {
    const plain = (name.type === 'aliased_import' ? name.childForFieldName('name')?.text : name.text) ?? '';
    return { name: plain, alias: name.childForFieldName('alias')?.text ?? plain };
  });
  return {
    kind: 'import',
    module: (from?.text ?? '').slice(dots.length).trim(),
    level: dots.length,
    names: star ? [{ name: '*', alias: '*' }] : names,
    ...using.at(node),
  };
}

/** `elif` is an `if` in the `else` of the one before. */
function conditional(node: SyntaxNode, alternatives: SyntaxNode[], using: Converter): Statement {
  const [next, ...rest] = alternatives;
  const test = node.childForFieldName('condition');
  return {
    kind: 'if',
    test: test === null ? { kind: 'other', children: [], ...using.at(node) } : using.expression(test),
    consequence: blockIn(node, 'consequence', using),
    alternative:
      next === undefined
        ? []
        : next.type === 'elif_clause'
          ? [conditional(next, rest, using)]
          : blockIn(next, 'body', using),
    ...using.at(node),
  };
}

function withItems(node: SyntaxNode, using: Converter): { value: Expression; target?: Expression }[] {
  const clause = parts(node).find((child) => child.type === 'with_clause');
  return (clause === undefined ? [] : parts(clause)).flatMap((item) => {
    const value = item.childForFieldName('value');
    if (value === null) return [];
    if (value.type !== 'as_pattern') return [{ value: using.expression(value) }];
    const [inner, target] = parts(value);
    if (inner === undefined) return [];
    const name = target === undefined ? undefined : parts(target)[0];
    return [{ value: using.expression(inner), ...(name === undefined ? {} : { target: using.expression(name) }) }];
  });
}

function tryStatement(node: SyntaxNode, using: Converter): Statement {
  const clauses = parts(node);
  const blocks = (clause: SyntaxNode): Statement[] =>
    parts(clause)
      .filter((child) => child.type === 'block')
      .flatMap((block) => using.statements(block));
  return {
    kind: 'try',
    body: [
      ...blockIn(node, 'body', using),
      ...clauses.filter((c) => c.type === 'else_clause').flatMap((c) => blockIn(c, 'body', using)),
    ],
    handlers: clauses.filter((clause) => /^except/.test(clause.type)).map(blocks),
    after: clauses.filter((clause) => clause.type === 'finally_clause').flatMap(blocks),
    ...using.at(node),
  };
}

function definition(node: SyntaxNode, decorators: Expression[], using: Converter): Statement {
  const at = { name: node.childForFieldName('name')?.text ?? '', decorators, ...using.at(node) };
  const body = blockIn(node, 'body', using);
  if (node.type === 'class_definition')
    return { kind: 'class', bases: pythonArguments(node.childForFieldName('superclasses'), using), body, ...at };
  return { kind: 'function', parameters: pythonParameters(node.childForFieldName('parameters'), using), body, ...at };
}
