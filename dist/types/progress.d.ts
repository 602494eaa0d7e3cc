/** How long work tells where it is; the shells show it, the core only reports. */
export interface Progress {
    /** A stage begins: collect, inspect, gather, digest, pack, verify. `total` in units of `unit`; 0 where nobody knows. */
    stage(name: string, total?: number, unit?: 'files' | 'bytes'): void;
    advance(by: number, label?: string): void;
    /** The last stage has ended. */
    done(): void;
}
/** A stage in words, for logs. */
export declare const stageWords: (...[name, total, unit]: Parameters<Progress['stage']>) => string;
export declare const SILENT: Progress;
