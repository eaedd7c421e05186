/** API calls in few words, so that a test can list those it expects. */
import type { CallRecord } from "../../../src/emulator";

/** `describe <image>`, `share <image> <account> …`, `cancel <image> <account> …`; a refused call ends with its code. */
export function noted(call: CallRecord): string {
  const words = [...(dialects[call.service ?? ""]?.(call) ?? [call.action, JSON.stringify(call.parameters)])];
  if (call.outcome.kind !== "ok") words.push(`=> ${call.outcome.code ?? call.outcome.kind}`);
  return words.join(" ");
}

type Dialect = (call: CallRecord) => string[] | undefined;

const dialects: Readonly<Record<string, Dialect>> = {
  "tencentcloud-cvm": ({ action, parameters }) => {
    const { ImageId, AccountIds, Permission } = parameters as {
      ImageId: string;
      AccountIds: string[];
      Permission: "SHARE" | "CANCEL";
    };
    if (action === "DescribeImageSharePermission") return ["describe", ImageId];
    if (action === "ModifyImageSharePermission") {
      return [Permission === "SHARE" ? "share" : "cancel", ImageId, ...AccountIds.toSorted()];
    }
    return undefined;
  },
};
