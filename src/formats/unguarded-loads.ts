/*
 * Calls by which a program loads a model file without the guard that the loader has, or by a loader that has none. One
 * list for scripts that are looked at alone and for those of a repository. What each means is told in assess/.
 */

/** Loaders, by the end of their name, with the keyword that takes the guard off. */
const OPTIONS: readonly { call: RegExp; option: string; value: boolean }[] = [
  { call: /load/i, option: 'weights_only', value: false },
  { call: /load|NpzFile|read_array|open_memmap/i, option: 'allow_pickle', value: true },
  { call: /load|deserialize|from_config|model_from_json/i, option: 'safe_mode', value: false },
  { call: /./, option: 'trust_remote_code', value: true },
  { call: /^torch\.hub\./, option: 'trust_repo', value: true },
];

/** Calls that take the guard off for all loaders. */
const SWITCHES = /^(tensorflow\.)?keras\.(src\.)?(config|saving\.serialization_lib)\.enable_unsafe_deserialization$/;
/** Loaders that do whatever a file says; they have no guard. */
const PICKLE_LOADERS =
  /^(_?pickle5?|cPickle|dill|cloudpickle|shelve|marshal)\.(loads?|Unpickler|open)$|^(sklearn\.externals\.)?joblib\.load$|^pandas\.read_pickle$|^compress_pickle\.loads?$|^yaml\.unsafe_load(_all)?$/;
/** Loaders of checkpoints that fetch by themselves; their guards are off unless they are asked for, in every version. */
const FETCHING_LOADERS = /^torch(vision)?\.(.*\.)?(load_state_dict_from_url|model_zoo\.load_url)$/;
/** What reads objects of R, with the functions in them. */
const R_LOADERS = /^(readRDS|read_rds|load|attach|unserialize)$/;
/** What brings a file from elsewhere. */
const DOWNLOADS =
  /(^|[.\s(])(urlopen|urlretrieve|hf_hub_download|snapshot_download|cached_download|download_url|download_file|download\.file|curl_download|download_fileobj|get_file|load_state_dict_from_url|download_url_to_file|requests\.(Session\(\)\.)?(get|post|request)|httpx\.(Client\(\)\.)?(get|stream)|gdown\.\w+|wget\.download|pooch\.retrieve)\b/;
/** An address where text stands for a file: many loaders fetch it by themselves. */
const ADDRESS = /^["']?(?:https?|ftp|s3|gs|hf):\/\//i;

/**
 * The call as it is written, where it loads without a guard: `torch.load(weights_only=False)`,
 * `keras.config.enable_unsafe_deserialization()`, `pickle.load of a download`; null for others. `option` gives the value
 * of a keyword, undefined where it is absent or not known; `isDownload` says whether an argument came from elsewhere.
 */
export function unguardedLoad(
  call: string,
  option: (name: string) => boolean | undefined,
  isDownload: () => boolean,
): string | null {
  const off = OPTIONS.find((one) => one.call.test(call) && option(one.option) === one.value);
  if (off) return `${call}(${off.option}=${off.value ? 'True' : 'False'})`;
  if (SWITCHES.test(call)) return `${call}()`;
  const fetches = FETCHING_LOADERS.test(call) && option('weights_only') !== true && option('check_hash') !== true;
  return fetches || (PICKLE_LOADERS.test(call) && isDownload()) ? `${call} of a download` : null;
}

/** The same of a call in R. */
export const unguardedInR = (call: string, isDownload: () => boolean): string | null =>
  R_LOADERS.test(call) && isDownload() ? `${call} of a download` : null;

/** True for the name of a call that brings a file from elsewhere, also within the text of an expression. */
export const isDownload = (text: string): boolean => DOWNLOADS.test(text);

/** True for text that is the address of a file. */
export const isAddress = (text: string): boolean => ADDRESS.test(text);
