/** Refuses a lookup (`ImageShare.get`) that has the name of a managed share: the engine would delete the share. */
import * as pulumi from "@pulumi/pulumi";
import { formatAccounts } from "../core/accounts";
import type { EndOfShare } from "../core/end-of-share";
import { withTopic } from "../core/error-topics";
import { imageLabel, shareId } from "../core/target";
import { isMocked } from "./preconditions";
import { recordedShare } from "./recorded-share";

/**
 * Refuses options in the third argument, where they would have no effect. With another parent, the lookup has another URN.
 *
 * @throws Error that names the members that do not belong there
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
 * @param id the id of the lookup
 * @returns the id, which fails to resolve if the lookup would remove access
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
    // The engine forgets the share without a delete.
    const why = "only looked at from now on: state forgets them";
    await pulumi.log.info(
      `${imageLabel(state.target)}: not revoked by this share (${why}): ${formatAccounts(losing)}`,
    );
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
  // The SDK would print the stack trace, which would only point into this package.
  error.stack = error.message;
  return error;
}
