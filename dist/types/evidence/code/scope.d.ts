import type { Module, Scope, Value } from './value.js';
export declare const moduleScope: (module: Module) => Scope;
/** A scope below another: a function's body, or a branch whose assignments may not happen. */
export declare const below: (parent: Scope, more?: Partial<Scope>) => Scope;
export declare function lookUp(scope: Scope, name: string): Value | undefined;
