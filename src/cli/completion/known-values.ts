/** Regions and profiles for completion: those that the folder's stack and share files hold. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { sortedUnique } from "../../core/accounts";
import { errorTopics } from "../../core/error-topics";
import { ConfigurationError } from "../../core/errors";
import { serviceNames } from "../../core/services";
import { isMembers, namespaceIn } from "../config-document";
import type { KnownValues } from "./candidates";

/** Larger files are no configuration, and completion must be quick. */
const MAX_BYTES = 1_000_000;

/** @param files files that the command line names, besides those of the folder */
export function knownValues(folder: string, files: readonly string[]): KnownValues {
  const read = async () => (await Promise.all([...stackFiles(folder), ...files].map(namespaceOf))).flat();
  return {
    regions: async (services) => {
      const { findService } = await import("../../backends/registry.js");
      const wanted = services.length === 0 ? serviceNames : services;
      const examples = wanted.flatMap((service) => findService(service)?.facts.region?.example ?? []);
      return sortedUnique([...(await read()).flatMap((file) => regionsIn(file, wanted)), ...examples]);
    },
    topics: errorTopics,
    profiles: async () =>
      sortedUnique((await read()).flatMap((file) => Object.keys(membersOf(file.get("profiles"))))),
  };
}

function stackFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => /^Pulumi\..+\.ya?ml$/.test(name));
}

/** A file that is no configuration completes nothing. */
async function namespaceOf(file: string): Promise<ReadonlyMap<string, unknown>[]> {
  try {
    return statSync(file).size > MAX_BYTES ? [] : [await namespaceIn(readFileSync(file, "utf8"), file)];
  } catch (error) {
    if (error instanceof ConfigurationError || (error instanceof Error && "code" in error)) return [];
    throw error;
  }
}

function regionsIn(namespace: ReadonlyMap<string, unknown>, services: readonly string[]): string[] {
  const shares = namespace.get("shares");
  if (!Array.isArray(shares)) return [];
  return shares.flatMap((share: unknown) => {
    const { service, region } = membersOf(share);
    return services.some((name) => name === service) && typeof region === "string" ? [region] : [];
  });
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMembers(value) ? value : {};
}
