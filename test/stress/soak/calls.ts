/** What calls of the cloud are about. */
import { OWN_ECS } from "../../../src/core/accounts";
import type { CallRecord } from "../../../src/emulator";
import type { Service } from "../faults/services";

/** Which accounts a call was to add and to remove; the own ECS is one of them. */
export function changesIn({ action, parameters }: CallRecord): { add: string[]; remove: string[] } {
  if (action === "ModifyImageShareStatus") {
    const isAddition = parameters.Operation === "Share";
    return { add: isAddition ? [OWN_ECS] : [], remove: isAddition ? [] : [OWN_ECS] };
  }
  if (!/^(Modify|Add|Remove)/.test(action)) return { add: [], remove: [] };
  const changes = { add: [] as string[], remove: [] as string[] };
  const isRemoval = parameters.Permission === "CANCEL" || action.startsWith("Remove");
  for (const [name, value] of Object.entries(parameters)) {
    if (!/Account/.test(name)) continue;
    const named = Array.isArray(value) ? value.map(String) : String(value).split(",");
    changes[isRemoval || name.startsWith("Remove") ? "remove" : "add"].push(...named);
  }
  return changes;
}

export function isWrite(record: CallRecord): boolean {
  const { add, remove } = changesIn(record);
  return add.length + remove.length > 0;
}

/** Whether the last word was a read that was answered. */
export function isReadBack(calls: readonly CallRecord[], { reading }: Service): boolean {
  const last = calls.at(-1);
  return last?.action === reading && last.outcome.kind === "ok";
}
