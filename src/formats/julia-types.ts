/** Modules that come with Julia. */
const STANDARD = /^(?:Core|Base|LinearAlgebra|SparseArrays|Random|Dates|Statistics|SharedArrays|Distributed)(?:\.|$)/;

/** True for types that Julia brings along. */
export const isOfJulia = (name: string): boolean => STANDARD.test(name);
