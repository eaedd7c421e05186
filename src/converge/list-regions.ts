/** The regions of a service, asked of its vendor. */
import type { RegionPage } from "../core/backend";
import { ConfigurationError } from "../core/errors";
import { shareError } from "./calls";
import type { CallContext } from "./context";
import { paginate } from "./pagination";
import { withRetry } from "./retry";

/** All pages, sorted, each region once. @throws ShareError, and ConfigurationError where the vendor lists none */
export async function listRegions(context: CallContext): Promise<readonly string[]> {
  const { backend, facts } = context;
  const list = backend.listRegions;
  if (list === undefined) {
    throw new ConfigurationError(`${facts.service} cannot list its regions: name them with --region`);
  }
  const regions = new Set<string>();
  try {
    await paginate<RegionPage>({
      what: "regions",
      repeat: (call) => withRetry(context, "read", call),
      ask: (page, options) => list.call(backend, page, options),
      take: (page) => {
        for (const region of page.regions) regions.add(region);
        return regions.size;
      },
    });
  } catch (error) {
    throw shareError(context, error, { wrote: false });
  }
  return [...regions].sort();
}
