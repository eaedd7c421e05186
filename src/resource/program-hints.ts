/** Hints for the provider beside the arguments of a share: see core/program-hints.ts. */
import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { previewMark } from "../core/preview-mark";
import { type EndOptions, hintsInput, keptOptions, type ProgramHints } from "../core/program-hints";
import { recordedTarget } from "../core/state";
import { listedElsewhere } from "./image-claims";
import { recordedOutputs } from "./recorded-share";

/** Inputs for hints. Only for managed shares, because the inputs of a lookup count as its state. */
export function hintInputs(
  name: string,
  opts: pulumi.CustomResourceOptions = {},
): Readonly<Record<string, unknown>> {
  return {
    ...keptOptions(endOptions(opts)),
    ...(pulumi.runtime.isDryRun() ? { [previewMark]: true } : {}),
    // Also at an up, because a saved plan must match the preview. Secret, because state may hold secrets in clear.
    [hintsInput]: pulumi.secret(tell(name, opts)),
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

/** @returns null without hints: the provider's lines then say what is not known */
async function tell(name: string, opts: pulumi.CustomResourceOptions): Promise<ProgramHints | null> {
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
    };
  } catch (error) {
    await pulumi.log.debug(`${name}: what state holds of it cannot be read: ${String(error)}`);
    return null;
  }
}
