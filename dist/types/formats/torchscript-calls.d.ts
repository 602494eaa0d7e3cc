/** Names of everything that TorchScript source calls in torch's namespaces, each once, in order. */
export declare function calledNames(source: string): string[];
