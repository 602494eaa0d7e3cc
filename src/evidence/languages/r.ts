import { type Converter, converter, fields, parts, program } from './conversion.js';
import type { Argument, Expression, ExpressionOf, Fragment, Parameter, Parsed, Statement } from './program.js';
import type { SyntaxNode, SyntaxParser } from './syntax.js';

/**
 * R source as statements: assignments, functions, conditions and loops apart, everything else an expression. Undefined where
 * the parser gives up.
 */
export function parseR(parser: SyntaxParser, fragment: Fragment): Parsed | undefined {
  const using = converter(fragment, expressionOf, blockOf);
  return parser.parse(fragment.text, (root) => program(root, using));
}

const blockOf = (block: SyntaxNode, using: Converter): Statement[] =>
  parts(block).flatMap((child) => statementsOf(child, using));

const ASSIGNMENTS = new Set(['<-', '<<-', '=', ':=']);

function statementsOf(node: SyntaxNode, using: Converter): Statement[] {
  const at = using.at(node);
  const field = (name: string) => node.childForFieldName(name);
  switch (node.type) {
    case 'braced_expression':
      return using.statements(node);
    case 'if_statement': {
      const [test, then, otherwise] = [field('condition'), field('consequence'), field('alternative')];
      if (test === null) return [];
      return [
        {
          kind: 'if',
          test: using.expression(test),
          consequence: blockFrom(then, using),
          alternative: blockFrom(otherwise, using),
          ...at,
        },
      ];
    }
    case 'for_statement':
    case 'while_statement':
    case 'repeat_statement': {
      const [variable, sequence, test] = [field('variable'), field('sequence'), field('condition')];
      return [
        {
          kind: 'loop',
          ...(variable === null ? {} : { target: using.expression(variable) }),
          ...(sequence === null ? {} : { over: using.expression(sequence) }),
          ...(test === null ? {} : { test: using.expression(test) }),
          body: blockFrom(field('body'), using),
          ...at,
        },
      ];
    }
    case 'break':
    case 'next':
      return [{ kind: 'leave', how: 'break', ...at }];
    case 'ERROR':
      using.broken.push({ line: at.line, ...(at.cell === undefined ? {} : { cell: at.cell }) });
      return parts(node).flatMap((child) => statementsOf(child, using));
    case 'binary_operator':
      return binaryStatement(node, using);
    default:
      return [callStatement(using.expression(node))];
  }
}

const blockFrom = (node: SyntaxNode | null, using: Converter): Statement[] =>
  node === null ? [] : statementsOf(node, using);

function binaryStatement(node: SyntaxNode, using: Converter): Statement[] {
  const at = using.at(node);
  const [left, right] = [node.childForFieldName('lhs'), node.childForFieldName('rhs')];
  const operator = node.childForFieldName('operator')?.text ?? '';
  if (left === null || right === null) return [];
  if (ASSIGNMENTS.has(operator)) return assignment(at, left, right, using);
  if (operator === '->' || operator === '->>') return assignment(at, right, left, using);
  return [callStatement(using.expression(node))];
}

function assignment(
  at: ReturnType<Converter['at']>,
  left: SyntaxNode,
  right: SyntaxNode,
  using: Converter,
): Statement[] {
  if (right.type === 'function_definition' && left.type === 'identifier') {
    return [{ ...at, kind: 'function', name: left.text, ...functionOf(right, using), decorators: [] }];
  }
  const target = asName(using.expression(left));
  // a <- b <- value
  if (right.type === 'binary_operator' && ASSIGNMENTS.has(right.childForFieldName('operator')?.text ?? '')) {
    const inner = binaryStatement(right, using);
    const first = inner[0];
    if (first?.kind === 'assign') return [{ ...first, targets: [target, ...first.targets] }];
    return inner;
  }
  return [{ kind: 'assign', targets: [target], value: using.expression(right), ...at }];
}

/** `"x" <- 1` assigns to x. */
const asName = (target: Expression): Expression =>
  target.kind === 'literal' && typeof target.value === 'string'
    ? { ...target, kind: 'name', name: target.value }
    : target;

/** `return(x)` and `stop()` are calls in R. */
function callStatement(value: Expression): Statement {
  const { line, cell, text } = value;
  const at = { line, text, ...(cell === undefined ? {} : { cell }) };
  if (value.kind === 'call' && value.callee.kind === 'name') {
    const first = value.arguments[0]?.value;
    if (value.callee.name === 'return')
      return { kind: 'return', ...(first === undefined ? {} : { value: first }), ...at };
    if (value.callee.name === 'stop' || value.callee.name === 'quit')
      return { kind: 'leave', how: 'raise', value, ...at };
  }
  return { kind: 'expression', value, ...at };
}

function functionOf(node: SyntaxNode, using: Converter): { parameters: Parameter[]; body: Statement[] } {
  const list = node.childForFieldName('parameters');
  const body = blockFrom(node.childForFieldName('body'), using);
  const last = body.at(-1);
  // The value of a function is that of its last expression.
  if (last?.kind === 'expression') body[body.length - 1] = { ...last, kind: 'return', value: last.value };
  return { parameters: list === null ? [] : fields(list, 'parameter').map((p) => parameterOf(p, using)), body };
}

function parameterOf(node: SyntaxNode, using: Converter): Parameter {
  const { line, cell } = using.at(node);
  const value = node.childForFieldName('default');
  const name = node.childForFieldName('name')?.text ?? node.text;
  return {
    line,
    ...(cell === undefined ? {} : { cell }),
    name,
    ...(value === null ? {} : { default: using.expression(value) }),
    ...(name === '...' ? { rest: true } : {}),
  };
}

function expressionOf(node: SyntaxNode, using: Converter): Expression {
  const at = using.at(node);
  const of = (name: string): Expression => {
    const child = node.childForFieldName(name);
    return child === null ? { kind: 'other', children: [], ...at } : using.expression(child);
  };
  switch (node.type) {
    case 'identifier':
    case 'dots':
    case 'dot_dot_i':
      return { kind: 'name', name: node.text.replace(/^`|`$/g, ''), ...at };
    case 'integer':
    case 'float':
      return { kind: 'literal', value: Number(node.text.replace(/[Li]$/, '')), ...at };
    case 'true':
    case 'false':
      return { kind: 'literal', value: node.type === 'true', ...at };
    case 'null':
    case 'na':
      return { kind: 'literal', value: null, ...at };
    case 'string':
      return { kind: 'literal', value: rString(node), ...at };
    // A function of a package is one name, `pkg::f`.
    case 'namespace_operator':
      return { kind: 'name', name: node.text.replace(/`|\s/g, ''), ...at };
    case 'extract_operator':
      return { kind: 'member', object: of('lhs'), name: memberName(node.childForFieldName('rhs')), ...at };
    case 'call': {
      const callee = of('function');
      return { kind: 'call', callee, arguments: argumentsOf(node, using), ...at };
    }
    case 'subset':
    case 'subset2': {
      const [key] = argumentsOf(node, using);
      return {
        kind: 'index',
        object: of('function'),
        key: key?.value ?? { kind: 'literal', value: null, ...at },
        ...at,
      };
    }
    case 'binary_operator':
      return binaryExpression(node, using);
    case 'unary_operator': {
      const operator = node.childForFieldName('operator')?.text ?? '';
      return operator === '~'
        ? { kind: 'other', children: [], ...at }
        : { kind: 'unary', operator: operator === '!' ? 'not' : operator, operand: of('rhs'), ...at };
    }
    case 'parenthesized_expression': {
      const [inner] = parts(node);
      return inner === undefined ? { kind: 'literal', value: null, ...at } : using.expression(inner);
    }
    case 'function_definition':
      return { kind: 'closure', ...functionOf(node, using), ...at };
    case 'if_statement': {
      const otherwise = node.childForFieldName('alternative');
      const none = { kind: 'literal', value: null, ...at } as const;
      return {
        kind: 'choice',
        test: of('condition'),
        consequence: of('consequence'),
        alternative: otherwise === null ? none : using.expression(otherwise),
        ...at,
      };
    }
    case 'braced_expression':
    case 'for_statement':
    case 'while_statement':
    case 'repeat_statement':
      return {
        kind: 'block',
        body: node.type === 'braced_expression' ? using.statements(node) : statementsOf(node, using),
        ...at,
      };
    default:
      return { kind: 'other', children: parts(node).map(using.expression), ...at };
  }
}

const memberName = (node: SyntaxNode | null): string =>
  node === null ? '' : node.type === 'string' ? rString(node) : node.text.replace(/^`|`$/g, '');

const PIPES = new Set(['%>%', '|>', '%<>%', '%T>%', '%$%']);

function binaryExpression(node: SyntaxNode, using: Converter): Expression {
  const at = using.at(node);
  const operator = node.childForFieldName('operator')?.text ?? '';
  const [lhs, rhs] = [node.childForFieldName('lhs'), node.childForFieldName('rhs')];
  if (lhs === null || rhs === null || operator === '~') return { kind: 'other', children: [], ...at };
  const [left, right] = [using.expression(lhs), using.expression(rhs)];
  if (PIPES.has(operator)) return piped(at, left, right);
  if (ASSIGNMENTS.has(operator)) return { kind: 'binding', target: asName(left), value: right, ...at };
  if (operator === '->') return { kind: 'binding', target: asName(right), value: left, ...at };
  return { kind: 'binary', operator: OPERATORS[operator] ?? operator, left, right, ...at };
}
const OPERATORS: Record<string, string> = { '&&': 'and', '&': 'and', '||': 'or', '|': 'or', '%%': '%', '^': '**' };

/** `x %>% f(y)` is `f(x, y)`; the place is that of the call, where a reader looks for it. */
function piped(at: ReturnType<Converter['at']>, left: Expression, right: Expression): Expression {
  if (right.kind !== 'call')
    return { ...at, line: right.line, kind: 'call', callee: right, arguments: [{ value: left }] };
  const dotted = right.arguments.some(
    ({ value }) => value.kind === 'name' && (value.name === '.' || value.name === '_'),
  );
  const rest: Argument[] = dotted
    ? right.arguments.map((a) => (a.value.kind === 'name' && /^[._]$/.test(a.value.name) ? { ...a, value: left } : a))
    : [{ value: left }, ...right.arguments];
  const call: ExpressionOf<'call'> = { ...right, arguments: rest };
  return call;
}

function argumentsOf(node: SyntaxNode, using: Converter): Argument[] {
  const list = node.childForFieldName('arguments');
  return (list === null ? [] : fields(list, 'argument')).map((argument) => {
    const name = argument.childForFieldName('name');
    const value = argument.childForFieldName('value');
    const at = using.at(argument);
    return {
      ...(name === null ? {} : { name: name.type === 'string' ? rString(name) : name.text.replace(/^`|`$/g, '') }),
      value: value === null ? { kind: 'literal', value: null, ...at } : using.expression(value),
      ...(value?.type === 'dots' ? { spread: true } : {}),
    };
  });
}

/** Text of an R string; raw strings r"(…)" keep their backslashes. */
function rString(node: SyntaxNode): string {
  const content = node.childForFieldName('content')?.text ?? '';
  return /^[rR]/.test(node.text)
    ? content
    : content.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c));
}
