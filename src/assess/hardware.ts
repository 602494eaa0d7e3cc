import type { Evidence } from '../evidence/evidence.js';

/** What settings ask for in any machine: which device, how many of them, in which numbers. The machine itself stays unknown. */
const ASKED =
  /(^|[._])(accelerator|devices?|gpus?|num_gpus|n_?gpu|num_devices|distributed_type|gpu_ids|precision|mixed_precision|fp16|bf16|strategy|num_nodes|num_processes|num_threads|nthread|n_jobs|device_type|num_machines)$/i;
/** `cuda:0`, `4`, `auto`, `true`: no name of a processor. */
const UNNAMED =
  /^[\s\d,.:[\]-]*$|^(auto|cpu|gpu|cuda|mps|tpu|xpu|npu|rocm|true|false|none|no|ddp\w*|fsdp\w*|dp|multi-gpu|bf16\S*|fp?16\S*|\d+(-(true|mixed))?)([:\s,\d]*)$/i;

/** Facts that tell something of the machine that trained, each once. */
export function machineFacts({ hardware }: Pick<Evidence, 'hardware'>): Evidence['hardware'] {
  const seen = new Set<string>();
  return hardware.filter(({ key, value }) => {
    const fact = `${key}\0${value}`;
    if (seen.has(fact) || (ASKED.test(key) && UNNAMED.test(value))) return false;
    return seen.add(fact);
  });
}

/** What names a processor, a card or memory; versions of drivers and systems tell with what it ran, not on what. */
const NAMES = /(cpu|gpu|processor|tpu|accelerator|hardware|machine|gres|constraint|memory|ram|device)/i;

/** Whether anything says on what the models were trained. */
export const isMachineKnown = (evidence: Pick<Evidence, 'hardware'>): boolean =>
  machineFacts(evidence).some(({ key, value }) => NAMES.test(key) || NAMES.test(value));
