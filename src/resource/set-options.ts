/** Options that a set must pass to its shares, because children do not inherit them in the program. */
import * as pulumi from "@pulumi/pulumi";
import { argumentNames, shareArguments } from "../core/arguments";
import { withTopic } from "../core/error-topics";

/**
 * @param name the set's name, for the message
 * @throws Error if an option names a property that no share has
 */
export function optionsOfShares(
  name: string,
  { ignoreChanges, replaceOnChanges, retainOnDelete, deletedWith }: pulumi.ComponentResourceOptions = {},
): pulumi.CustomResourceOptions {
  const withPaths = {
    ...(ignoreChanges === undefined ? {} : { ignoreChanges }),
    ...(replaceOnChanges === undefined ? {} : { replaceOnChanges }),
  };
  for (const [option, paths] of Object.entries(withPaths)) {
    const unknown = paths.find((path) => !Object.hasOwn(shareArguments, path.split(/[.[]/, 1)[0] ?? ""));
    if (unknown === undefined) continue;
    const known = argumentNames.join(", ");
    const message = `${name}: ${option} names "${unknown}". It is handed on to each share of the set: write one of ${known}`;
    throw new pulumi.RunError(withTopic(message, "invalid-argument"));
  }
  return {
    ...withPaths,
    // The engine passes these two to children silently, so lines about the shares need them here.
    ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
    ...(deletedWith === undefined ? {} : { deletedWith }),
  };
}
