/** A lookup (`ImageShare.get`) in the place of a share that state manages: the engine deletes the share, unasked. */
import * as pulumi from "@pulumi/pulumi";
import { formatAccounts } from "../core/accounts";
import type { EndOfShare } from "../core/end-of-share";
import { withTopic } from "../core/error-topics";
import { imageLabel, shareId } from "../core/target";
import { isMocked } from "./preconditions";
import { recordedShare } from "./recorded-share";

/**
 * Options in the place of state would be left unread: with another parent, the lookup takes the place of another share.
 *
 * @throws Error that names what does not belong there
 */
export function checkLookupState(name: string, state: object): void {
  const strange = Object.entries(state).flatMap(([key, value]) =>
    key === "credentials" || value === undefined ? [] : [key],
  );
  if (strange.length === 0) return;
  const message =
    `${name}: the third argument of ImageShare.get takes credentials alone, and has ${strange.join(", ")}. Options come ` +
    "fourth: ImageShare.get(name, id, {}, options)";
  throw new pulumi.RunError(withTopic(message, "invalid-argument"));
}

/**
 * @param id of what is looked at
 * @returns the same, which fails to resolve where the lookup would take access from anybody
 */
export function refusedWhereManaged(
  name: string,
  id: pulumi.Input<pulumi.ID>,
  parent: pulumi.Resource | undefined,
): pulumi.Output<pulumi.ID> {
  return pulumi.output(id).apply(async (known) => {
    if (isMocked()) return known;
    let share: EndOfShare | undefined;
    try {
      share = await recordedShare(name, parent);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      await pulumi.log.warn(`${name}: whether this lookup ends a share of that name is not known: ${why}`);
    }
    if (share === undefined || share.losing.length === 0) return known;
    const { state, losing } = share;
    if (shareId(state.target) !== known) throw refusal(name, share);
    // The engine lets go of what is looked at from now on, without a delete.
    const why = "only looked at from now on: nothing is revoked, and state forgets them";
    await pulumi.log.info(`${imageLabel(state.target)}: keeps access (${why}): ${formatAccounts(losing)}`);
    return known;
  });
}

function refusal(name: string, { state, losing }: EndOfShare): Error {
  const label = imageLabel(state.target);
  const message =
    `${name}: state has the share of ${label} under this name, and a lookup in its place would take access from ` +
    `${formatAccounts(losing)}: give the lookup another name, so that the share is deleted like any other that leaves the ` +
    "program. To let them keep access, run pulumi state delete with the URN of the share first";
  const error = new pulumi.RunError(withTopic(message, "managed-lookup"));
  // The SDK prints the stack of an input that fails, which would only lead into this package.
  error.stack = error.message;
  return error;
}
