/** What a name says of a state of a training. */
export interface Progress {
    epoch?: number;
    /** Also of counts whose unit the name does not tell: `checkpoint-500`. */
    step?: number;
    word?: 'best' | 'final' | 'last';
}
/** A name taken apart: what it says of the training, and what is left, which all states of one run share. */
export interface StateName {
    progress: Progress;
    rest: string[];
}
/** Takes a file or folder name apart. `net_epoch_10.pth` is epoch 10 of `net`; `resnet18.pth` is a name. */
export declare function parseStateName(name: string): StateName;
