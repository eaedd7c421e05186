import type { ImagePage, ListedImage } from "../core/backend";
import { ConfigurationError, VendorError } from "../core/errors";
import type { ServiceFacts } from "../core/service-facts";
import { shareError } from "./calls";
import type { CallContext } from "./context";
import { withCondition } from "./image-condition";
import { paginate } from "./pagination";
import { withRetry } from "./retry";

/** How often to report the progress of a long list. */
const REPORTED_MS = 3_000;

/** The name of a list in messages: "tencentcloud-cvm ap-guangzhou". */
export function placeLabel(service: string, region: string | undefined): string {
  return region === undefined ? service : `${service} ${region}`;
}

/** The account's own images in a region, all pages, each image once. @throws ShareError, ConfigurationError */
export async function listImages(
  context: CallContext,
  region: string | undefined,
): Promise<readonly ListedImage[]> {
  checkRegion(context.facts, region);
  const images = new Map<string, ListedImage>();
  let reportedAt = context.clock.now();
  const take = (page: ImagePage) => {
    for (const image of page.images) images.set(image.imageId, image);
    const now = context.clock.now();
    if (page.next !== undefined && now - reportedAt >= REPORTED_MS) {
      reportedAt = now;
      context.status(`${images.size} images so far`);
    }
    return images.size;
  };
  try {
    await paginate({
      what: "images",
      repeat: (call) => withRetry(context, "read", (options) => withoutImage(call(options))),
      ask: (page, options) => context.backend.listImages(region, page, options),
      take,
    });
  } catch (error) {
    throw shareError(context, error, { wrote: false });
  }
  return [...images.values()];
}

/** A region becomes part of a host name, so it must have the right format. */
function checkRegion({ title, region: format }: ServiceFacts, region: string | undefined): void {
  if (format === undefined) {
    if (region !== undefined) throw new ConfigurationError(`${title} has no regions, leave region out`);
  } else if (region === undefined || !format.pattern.test(region)) {
    throw new ConfigurationError(`region must be ${format.description}, such as "${format.example}"`);
  }
}

/** An unclear code stays unclear, because there is no single image to read. */
async function withoutImage(answer: Promise<ImagePage>): Promise<ImagePage> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof VendorError) || error.meaning !== "unclear") throw error;
    throw withCondition(error, undefined);
  }
}
