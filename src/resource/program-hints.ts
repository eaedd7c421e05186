/** Hints for the provider beside the arguments of a share: see core/program-hints.ts. */
import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { previewMark } from "../core/preview-mark";
import { type EndOptions, hintsInput, keptOptions, type ProgramHints } from "../core/program-hints";
import { recordedTarget } from "../core/state";
import type { ImageShareArgs } from "./args";
import { listedElsewhere } from "./image-claims";
import { recordedOutputs } from "./recorded-share";

/** Inputs for hints. Only for managed shares, because the inputs of a lookup count as its state. */
export function hintInputs(
  name: string,
  args: ImageShareArgs,
  opts: pulumi.CustomResourceOptions = {},
): Readonly<Record<string, unknown>> {
  return {
    ...keptOptions(endOptions(opts)),
    ...(pulumi.runtime.isDryRun() ? { [previewMark]: true } : {}),
    // Also at an up, because a saved plan must match the preview. Secret, because state may hold secrets in clear.
    [hintsInput]: pulumi.secret(tell(name, args, opts)),
  };
}

/** The resource's own options; transforms and parents may add more. */
function endOptions({ retainOnDelete, deletedWith }: pulumi.CustomResourceOptions): EndOptions {
  const other = deletedWith === undefined ? undefined : nameOf(deletedWith);
  return {
    ...(retainOnDelete === true ? { retainOnDelete } : {}),
    ...(other === undefined ? {} : { deletedWith: other }),
  };
}

/** The SDK keeps the name in an undocumented member. */
function nameOf(resource: pulumi.Resource): string {
  return "__name" in resource && typeof resource.__name === "string" ? resource.__name : "another resource";
}

/** Whether no argument can be a secret; told at once, so that the engine hears of the resources in the program's order. */
function isPlain(args: ImageShareArgs, { additionalSecretOutputs }: pulumi.CustomResourceOptions): boolean {
  const values = Object.values(args).flat();
  return additionalSecretOutputs === undefined && values.every((value) => typeof value !== "object");
}

/** Whether an argument is a secret, or holds one: the engine hides it. */
async function hidesLists(args: ImageShareArgs, opts: pulumi.CustomResourceOptions): Promise<boolean> {
  if ((opts.additionalSecretOutputs ?? []).length > 0) return true;
  // An output for each of thousands of strings would take time.
  const mayBeSecret = Object.values(args)
    .flat()
    .filter((value) => typeof value === "object");
  const found = await Promise.all(mayBeSecret.map((value) => pulumi.isSecret(pulumi.output(value))));
  return found.includes(true);
}

/** @returns null without hints: the provider's lines then say what is not known */
async function tell(
  name: string,
  args: ImageShareArgs,
  opts: pulumi.CustomResourceOptions,
): Promise<ProgramHints | null> {
  // After one turn, the program has made its other resources, unless it awaits something.
  await nextTurn();
  try {
    const before = await recordedOutputs(name, opts.parent);
    const target = recordedTarget(before ?? {});
    const others = target && listedElsewhere(name, target);
    return {
      before,
      elsewhere: others?.accounts ?? {},
      mayListMore: others?.isWhole === false,
      deletesFirst: opts.deleteBeforeReplace === true,
      areListsShown: isPlain(args, opts) || !(await hidesLists(args, opts)),
    };
  } catch (error) {
    await pulumi.log.debug(`${name}: what state holds of it cannot be read: ${String(error)}`);
    return null;
  }
}
