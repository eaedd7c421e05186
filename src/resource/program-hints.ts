/** What the provider is told of a share beside its arguments: see core/told.ts. */
import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { previewMark } from "../core/preview-mark";
import { type EndOptions, hintsInput, keptOptions, type ProgramHints } from "../core/program-hints";
import { recordedTarget } from "../core/state";
import { listedElsewhere } from "./image-claims";
import { recordedOutputs } from "./recorded-share";

/** Inputs that are no arguments. Only for a share that is managed: what a lookup is given is taken for its state. */
export function hintInputs(
  name: string,
  opts: pulumi.CustomResourceOptions = {},
): Readonly<Record<string, unknown>> {
  return {
    ...keptOptions(endOptions(opts)),
    ...(pulumi.runtime.isDryRun() ? { [previewMark]: true } : {}),
    // At an up as well: a saved plan holds it to what the preview asked the engine. State may hold secrets in clear.
    [hintsInput]: pulumi.secret(tell(name, opts)),
  };
}

/** As far as the resource itself says: transforms and parents may say more. */
function endOptions({ retainOnDelete, deletedWith }: pulumi.CustomResourceOptions): EndOptions {
  const other = deletedWith === undefined ? undefined : nameOf(deletedWith);
  return {
    ...(retainOnDelete === true ? { retainOnDelete } : {}),
    ...(other === undefined ? {} : { deletedWith: other }),
  };
}

/** The SDK keeps the name in a member that it does not promise. */
function nameOf(resource: pulumi.Resource): string {
  return "__name" in resource && typeof resource.__name === "string" ? resource.__name : "another resource";
}

/** @returns null where nothing can be told: the provider says then what it does not know */
async function tell(name: string, opts: pulumi.CustomResourceOptions): Promise<ProgramHints | null> {
  // By then, the program has made its other resources, unless it waits for something.
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
