/** What a run found out, as a file that can be sent back: without IDs of accounts and images, and without keys. */
import type { Ground } from "./ground.ts";
import type { Results } from "./run.ts";

export interface Circumstances {
  readonly version: string;
  readonly date: string;
  /** Whether the calls went to an emulator or a proxy. */
  readonly isAtEndpoint: boolean;
}

/** JSON, with names in the place of everything that belongs to the user. */
export function reportText(ground: Ground, results: Results, circumstances: Circumstances): string {
  const { facts, target } = ground.plan;
  const { version, date, isAtEndpoint } = circumstances;
  const report = {
    service: facts.service,
    region: target.region,
    "pulumi-image-share": version,
    node: process.versions.node,
    date,
    vendor: isAtEndpoint ? "an endpoint in the vendor's place" : "the vendor itself",
    ...results,
  };
  return `${redacted(JSON.stringify(report, undefined, 2), ground)}\n`;
}

/** Longer IDs first, because one may be a part of another. */
function redacted(text: string, ground: Ground): string {
  const { accounts, strange, target } = ground.plan;
  const names = new Map<string, string>([
    [target.imageId, "<image>"],
    [ground.missingImage().imageId, "<missing image>"],
    ...accounts.map((account, index): [string, string] => [account, `<account ${index + 1}>`]),
    ...[...ground.before].map((account, index): [string, string] => [account, `<had access ${index + 1}>`]),
    ...(strange === undefined ? [] : [[strange, "<strange account>"] as [string, string]]),
  ]);
  for (const account of ground.touched) if (!names.has(account)) names.set(account, "<owner>");
  const ids = [...names.keys()].sort((one, other) => other.length - one.length);
  return ids
    .reduce((rest, id) => rest.replaceAll(id, names.get(id) ?? ""), text)
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "<request>")
    .replaceAll(/\b[0-9]{9,20}\b/g, "<number>");
}

/** For the terminal: one line each. */
export function summary({ lifeCycle, assumptions, notRestored, isInterrupted }: Results): string[] {
  const failed = lifeCycle.filter(({ isDone }) => !isDone).length;
  const lines = assumptions.map(({ id, verdict, code, detail, outcome, message }) => {
    const seen = [outcome, code, detail, verdict === "undecided" ? message : undefined];
    return `  ${verdict.padEnd(14)} ${id}: ${seen.filter((part) => part !== undefined).join(", ")}`;
  });
  return [
    ...(lifeCycle.length > 0
      ? [`life cycle: ${lifeCycle.length - failed} of ${lifeCycle.length} steps`]
      : []),
    ...lines,
    ...(isInterrupted ? ["interrupted"] : []),
    notRestored === undefined ? "the image is as it was" : `NOT RESTORED: ${notRestored}`,
  ];
}
