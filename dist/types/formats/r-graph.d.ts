import { type RClosure, type REnvironment, type RNamespace, type RObject, type RPair, type RPointer, type RPromise } from '../containers/r-serialization.js';
/** Everything in a serialization that is more than data, each listed once. */
export interface RGraph {
    namespaces: Map<string, RNamespace>;
    packages: Map<string, RNamespace>;
    closures: RClosure[];
    /** Promises that were never evaluated, with the variable that holds each. */
    promises: {
        name: string;
        promise: RPromise;
    }[];
    activeBindings: RPair[];
    /** Formulas, and what fitted models keep of theirs: predicting evaluates them. */
    formulas: RObject[];
    environments: REnvironment[];
    pointers: {
        pointer: RPointer;
        holder: string;
    }[];
    /** Names of alternative representations that are not known here. */
    altreps: Set<string>;
    /** Packages that S4 classes come from. */
    classPackages: Set<string>;
    byteCodes: number;
}
/** Walks a value with everything it refers to. Environments may contain themselves: each value is visited once. */
export declare function walkGraph(root: RObject): RGraph;
