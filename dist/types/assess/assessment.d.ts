import type { Refusal, Role } from '../collect/collection.js';
import type { CheckpointState, Evidence } from '../evidence/evidence.js';
import type { Fact, Loading, Need, TensorInfo } from '../formats/format.js';
import type { Confidence, Finding, Severity } from './finding.js';
export type Verdict = 'pass' | 'attention' | 'fail';
export type OpennessClass = 'recommended' | 'acceptable' | 'unsuitable';
export type SafetyVerdict = 'safe' | 'library-classes' | 'unknown' | 'dangerous';
export declare const SAFETY_ORDER: readonly SafetyVerdict[];
/** Openness of one file: class, promise, reason and the cure. */
export interface Openness {
    class: OpennessClass;
    promise: 'preservable' | 'bitstream-only';
    reason: string;
    fix: string;
}
/** A finding about one model file. */
export interface SafetyFinding {
    rule: string;
    kind: string;
    severity: Severity;
    confidence: Confidence;
    message: string;
    member?: string;
    offset?: number;
    line?: number;
}
export interface Safety {
    status: 'complete' | 'inconclusive' | 'error';
    verdict: SafetyVerdict;
    findings: SafetyFinding[];
    globals: string[];
    weightsOnlyLoadable?: boolean;
}
/** One entry of `modelbag/inspect/1`. */
export interface ModelReport {
    path: string;
    size: number;
    companions: string[];
    format: {
        id: string;
        wrappers: string[];
        name: string;
        version: string;
        basis: string;
        alsoRecognizedAs: string[];
        worstLoading: Loading;
    };
    openness: Openness;
    loading: Loading;
    safety: Safety;
    needs: Need[];
    facts: Fact[];
    tensorCount: number;
    parameterCount: number;
    storedBytes: number;
    logicalBytes: number;
    sha256?: string;
    tensors?: (TensorInfo & {
        sha256?: string;
    })[];
    /** What was transferred to inspect a file of the network. */
    transfer?: {
        bytes: number;
        requests: number;
    };
}
export interface InspectDocument {
    schema: 'modelbag/inspect/1';
    models: ModelReport[];
}
/** A native model and its open copies: what decides whether a release is preservable. Paths; `open` empty where there is none. */
export interface ModelSet {
    native: string;
    open: string[];
    /** How equality is known: `tensors` equal digests, `none` only by name. Null without an open copy. */
    proof: 'tensors' | 'none' | null;
    /** Of `open`, those that were made for the archive: each was read back and compared, and its proof lies beside it. */
    made?: string[];
    promise: 'preservable' | 'bitstream-only';
    /** The open copy differs from the native weights. */
    stale: boolean;
    /** Other states of the training that `native` is a state of, in its order. */
    checkpoints?: Checkpoint[];
}
/** A state of a training beside the one that stands for all, with its own open copies. */
export type Checkpoint = CheckpointState & Omit<ModelSet, 'native' | 'checkpoints'>;
/** `modelbag/check/1`. */
export interface Assessment {
    schema: 'modelbag/check/1';
    repository: string;
    revision: string;
    tag: string;
    verdict: Verdict;
    /** One or two sentences for a person. */
    summary: string;
    models: ModelReport[];
    sets: ModelSet[];
    evidence: Evidence;
    findings: Finding[];
    files: {
        path: string;
        role: Role;
        size: number;
        sha256: string;
    }[];
    refused: Refusal[];
    notes: string[];
    /** On a pull request: what changed against the state it would replace. */
    againstBase?: AgainstBase;
}
/** What a comparison says of one side of a model. */
export interface ModelState {
    size: number;
    format: string;
    openness: OpennessClass;
    loading: Loading;
    safety: Pick<Safety, 'status' | 'verdict'>;
    parameterCount: number;
}
/** One model that is not as in the base. `before` and `after` where that side has it. */
export interface ModelChange {
    path: string;
    change: 'added' | 'removed' | 'changed' | 'moved';
    /** Of a moved model: its path in the base. */
    from?: string;
    before?: ModelState;
    after?: ModelState;
    /** Of a changed model, where the tensors of both sides could be read. */
    weights?: WeightChanges;
}
/** What became of the tensors of a model. */
export interface WeightChanges {
    /** Tensors with the same values under the same name. */
    same: number;
    /** The others: what is new in kind first, then by the largest difference. Not all of them where they are many. */
    changes: TensorChange[];
    /** Changes that are not listed. */
    more: number;
    /** Tensors that could not be compared. */
    unread: number;
}
export interface TensorChange {
    /** As it is called now; of a removed one, as it was called. */
    name: string;
    change: 'added' | 'removed' | 'reshaped' | 'renamed' | 'changed';
    /** Of a renamed one, and of one that changed under another name: what it was called. */
    from?: string;
    dtype: string;
    shape: number[];
    /** Of a reshaped one: what it was. */
    before?: {
        dtype: string;
        shape: number[];
    };
    /** Elements that are not the same, of so many, where elements were compared. */
    differing?: number;
    total?: number;
    /** Largest difference; null where it is no number. */
    largest?: number | null;
}
/** A count of sets. */
export interface Preservation {
    preservable: number;
    models: number;
}
/** Head against base, both under the head's configuration; findings carry `newAgainstBase`. */
export interface AgainstBase {
    /** Commit of the base. */
    revision: string;
    verdict: Verdict;
    /** How many of the models (sets) can be read in ten years. */
    preservation: {
        before: Preservation;
        after: Preservation;
    };
    models: ModelChange[];
    /** What can be said of the making now and could not before, and the other way round. */
    evidence: {
        gained: string[];
        lost: string[];
    };
    /** Findings of the base that are gone. */
    solved: Finding[];
}
