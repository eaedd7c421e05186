/** What calls of the cloud are about. */
import { OWN_ECS } from "../../../src/core/accounts";
import type { CallRecord } from "../../../src/emulator";
import { type Service, services, writeIn } from "../faults/services";

/** Which accounts a call was to add and to remove; the own ECS is one of them. */
export function changesIn(record: CallRecord): { add: string[]; remove: string[] } {
  const { service, action, parameters } = record;
  if (action === "ModifyImageShareStatus") {
    const isAddition = parameters.Operation === "Share";
    return { add: isAddition ? [OWN_ECS] : [], remove: isAddition ? [] : [OWN_ECS] };
  }
  const called = Object.values(services).find(({ target }) => target.service === service);
  const write = called && writeIn(called, record);
  return write ?? { add: [], remove: [] };
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
