/** An instance of a class, with its attributes. */
export interface Instance {
  /** `module.Class` */
  class: string;
  attributes: Readonly<Record<string, Pickled>>;
}
export type Pickled = null | boolean | number | string | Instance | readonly Pickled[];

/** A value as a pickle of protocol 2, so that a test shows the estimator that it is about. Integers stay integers. */
export const pickled = (value: Pickled): Buffer => Buffer.from(`\x80\x02${opcodes(value)}.`, 'latin1');

function opcodes(value: Pickled): string {
  if (value === null) return 'N';
  if (typeof value === 'boolean') return value ? '\x88' : '\x89';
  if (typeof value === 'number') return Number.isInteger(value) ? `I${value}\n` : `F${String(value).toLowerCase()}\n`;
  if (typeof value === 'string') return `V${value}\n`;
  if ('class' in value) {
    const { class: path, attributes } = value;
    const dot = path.lastIndexOf('.');
    const members = Object.entries(attributes).map(([key, member]) => opcodes(key) + opcodes(member));
    return `c${path.slice(0, dot)}\n${path.slice(dot + 1)}\n)\x81}(${members.join('')}ub`;
  }
  return `](${value.map(opcodes).join('')}e`;
}
