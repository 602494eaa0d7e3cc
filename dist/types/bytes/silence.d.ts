/** A request that is ended where nothing is heard of its server for too long. */
export interface SilenceWatch {
    /** What a request of the server is given, which fails by it with words about the silence. */
    readonly signal: AbortSignal;
    /** The server was heard, or nobody listened: its time begins again, unless so few bytes came that they are as good as none. */
    alive(bytes?: number): void;
    /** Watches no more, and ends what is still under way. */
    end(): void;
}
/** Watches from now on. */
export declare function watchSilence(milliseconds: number): SilenceWatch;
