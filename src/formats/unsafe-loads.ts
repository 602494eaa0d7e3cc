/*
 * Calls by which a program loads a model file so that the file may run code. One list for scripts that are looked at
 * alone and for those of a repository.
 */

/** A switch that takes the guard off a loader. */
interface UnsafeOption {
  /** Loaders that have the switch, by the end of their name. */
  call: RegExp;
  option: string;
  value: boolean;
  /** What the loader does then. */
  risk: string;
  instead: string;
}

const UNSAFE_OPTIONS: readonly UnsafeOption[] = [
  {
    call: /load/i,
    option: 'weights_only',
    value: false,
    risk: 'a checkpoint may run code',
    instead: '`weights_only=True` (torch 2.6 or newer), or safetensors: `safetensors.torch.load_file(path)`',
  },
  {
    call: /load|NpzFile|read_array|open_memmap/i,
    option: 'allow_pickle',
    value: true,
    risk: 'an array of objects may run code',
    instead: '`allow_pickle=False`, with numbers and text in plain arrays',
  },
  {
    call: /load|deserialize|from_config|model_from_json/i,
    option: 'safe_mode',
    value: false,
    risk: 'a Lambda layer may run code',
    instead: '`safe_mode=True`, with registered layers in place of Lambda layers',
  },
  {
    call: /./,
    option: 'trust_remote_code',
    value: true,
    risk: 'code of the model’s repository runs, also what is written there later',
    instead: 'a model class of the library, or `revision="<commit>"` after reading that code',
  },
  {
    call: /^torch\.hub\./,
    option: 'trust_repo',
    value: true,
    risk: 'code of a repository runs that may change',
    instead: 'a tag or commit in the name (`owner/name:commit`), or a pinned package',
  },
];

/** Calls that take the guard off for all loaders. */
const SWITCHES = /^(tensorflow\.)?keras\.(src\.)?(config|saving\.serialization_lib)\.enable_unsafe_deserialization$/;
/** Loaders that run whatever a file says; there is no safe way to call them on what others made. */
const PICKLE_LOADERS =
  /^(_?pickle|cPickle|dill|cloudpickle|shelve|marshal)\.(loads?|Unpickler|open)$|^(sklearn\.externals\.)?joblib\.load$|^pandas\.read_pickle$|^compress_pickle\.loads?$/;
/** What brings a file from elsewhere. */
const DOWNLOADS =
  /(^|[.\s(])(urlopen|urlretrieve|hf_hub_download|snapshot_download|cached_download|download_url|download_file|download_fileobj|get_file|load_state_dict_from_url|download_url_to_file|requests\.(get|post)|httpx\.(get|stream)|gdown\.\w+|wget\.download|pooch\.retrieve)\b/;

/** What is unsafe about a call, and what to write instead. */
export interface UnsafeLoad {
  /** As it is written: `torch.load(weights_only=False)`. */
  shown: string;
  risk: string;
  instead: string;
}

/**
 * Judges a call by its full name. `option` gives the value of a keyword, undefined where it is absent or not known;
 * `isDownload` says whether an argument came from elsewhere.
 */
export function unsafeLoad(
  call: string,
  option: (name: string) => boolean | undefined,
  isDownload: () => boolean,
): UnsafeLoad | null {
  for (const unsafe of UNSAFE_OPTIONS) {
    if (!unsafe.call.test(call) || option(unsafe.option) !== unsafe.value) continue;
    const { risk, instead } = unsafe;
    return { shown: `${call}(${unsafe.option}=${unsafe.value ? 'True' : 'False'})`, risk, instead };
  }
  if (SWITCHES.test(call))
    return {
      shown: `${call}()`,
      risk: 'Lambda layers of every model may run code',
      instead: 'nothing: leave it out, with registered layers in place of Lambda layers',
    };
  if (PICKLE_LOADERS.test(call) && isDownload())
    return {
      shown: `${call} of a download`,
      risk: 'whoever serves the file decides what runs',
      instead: 'a format that holds data only (safetensors, ONNX, skops), or compare a SHA-256 before loading',
    };
  return null;
}

/** True for the name of a call that brings a file from elsewhere, also within the text of an expression. */
export const isDownload = (text: string): boolean => DOWNLOADS.test(text);
