/** `torch.relu(`, `ops.aten.linear(`, `ops.prim.…(`, `classes.…(`: calls as TorchScript prints them. */
const CALL = /\b((?:torch|ops|classes)(?:\.[A-Za-z_]\w*)+)\(/g;
/** Text constants may spell calls; they are not. */
const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/** Names of everything that TorchScript source calls in torch's namespaces, each once, in order. */
export function calledNames(source: string): string[] {
  const names = new Set<string>();
  for (const [, name] of source.replace(STRING, '""').matchAll(CALL)) names.add(name as string);
  return [...names];
}
