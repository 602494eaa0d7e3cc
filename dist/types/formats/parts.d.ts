import type { Contents, ModelInput, Part, Tensor } from './format.js';
/** Opens a companion as a model of its own; null where it cannot be had, which is then an observation of `contents`. */
export declare function openPart(model: ModelInput, relative: string, contents: Contents): Promise<Part | null>;
/** Adds what was found in a part to the whole: places are prefixed with the part's path, the worst loading wins. */
export declare function addPart(contents: Contents, relative: string, part: Part, what: {
    tensors: boolean;
}): void;
/** Values of a part's tensors, told with the file they lie in. */
export declare function partTensors(part: Part, relative: string): AsyncGenerator<Tensor>;
