/** The name, without its endings, that an open copy gets of a model: what some system cannot hold becomes `_`. */
export declare function portableStem(stem: string): string;
