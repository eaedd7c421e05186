import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";

const RELEASE_HOST = "https://get.pulumi.com/";
const REACHABLE_WITHIN_MS = 10_000;

try {
  // The installer itself would wait two minutes for a host that a firewall swallows.
  await fetch(RELEASE_HOST, { method: "HEAD", signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) });
  const [root] = process.argv.slice(2);
  if (!root) throw new Error("no directory to install into was given");
  // Without a version it takes the SDK's own, which is the pinned one.
  await PulumiCommand.install({ root });
  // An aborted request keeps its socket, and with it the process, open for minutes: hence the exits.
  process.exit(0);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // "fetch failed" says nothing; its cause names the host and the trouble.
  return error.cause instanceof Error ? error.cause.message : error.message;
}
