import { ShareManager } from "../../../src/converge/share-manager";
import type { ImagePage } from "../../../src/core/backend";
import { ConfigurationError, ShareError } from "../../../src/core/errors";
import type { ServiceFacts } from "../../../src/core/service-facts";
import { ModelCloud } from "./model-cloud";

const image = (index: number) => ({
  imageId: `img-${index}`,
  name: "",
  condition: { kind: "usable" } as const,
});

/** A list of pages of two images each, numbered from 1. */
function pages(count: number): ModelCloud["imagePages"] {
  return (page = "1"): ImagePage => {
    const number = Number(page);
    const images = [image(2 * number - 1), image(2 * number)];
    return number < count ? { images, next: String(number + 1) } : { images };
  };
}

const anyRegion = { pattern: /^moon-\d$/, description: "a moon", example: "moon-1" };

function managerOf(cloud: ModelCloud, changes: Partial<ServiceFacts> = {}) {
  const facts = { ...cloud.context().facts, region: anyRegion, ...changes };
  const open = async () => ({ facts, backend: cloud });
  return new ShareManager({ clock: cloud.clock, ...cloud.says, open });
}

const list = (manager: ShareManager) => manager.listImages("model", "moon-1", undefined);

async function failureOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ShareError)) throw new Error(`expected a ShareError, got ${String(error)}`);
  return error.message;
}

describe("listing images", () => {
  it("reads every page once, and has each image once", async () => {
    const cloud = new ModelCloud();
    cloud.imagePages = (page) =>
      page === undefined ? { images: [image(1), image(2)], next: "2" } : { images: [image(2), image(3)] };
    const images = await list(managerOf(cloud));
    expect(images.map(({ imageId }) => imageId)).toEqual(["img-1", "img-2", "img-3"]);
    expect(cloud.log).toEqual(["list", "list"]);
  });

  it("outlasts throttling and answers that made no sense, saying what it waits for", async () => {
    const cloud = new ModelCloud();
    const throttled = Array.from({ length: 8 }, () => "throttled" as const);
    const failures = ["not-sent", "ambiguous", "unclear", ...throttled] as const;
    cloud.readTwists.push(...failures.map((before) => ({ before })));
    expect(await list(managerOf(cloud))).toEqual([]);
    expect(cloud.log).toHaveLength(12);
    expect(cloud.progress.some((line) => /^model: .*; List: Code; retrying in \d+ s$/.test(line))).toBe(true);
  });

  it("gives up what waiting cannot fix, naming place, action and what to do", async () => {
    for (const before of ["auth", "permanent", "image-busy", "image-gone"] as const) {
      const cloud = new ModelCloud();
      cloud.readTwists.push({ before });
      expect(await failureOf(list(managerOf(cloud)))).toMatch(
        /^model moon-1: Model Cloud List failed\. Code: /,
      );
      expect(cloud.log).toEqual(["list"]);
    }
  });

  it("asks a vendor that never explains itself no more than six times, and never after an image", async () => {
    const cloud = new ModelCloud();
    cloud.imageCondition = () => Promise.reject(new Error("there is no image to look at"));
    cloud.readTwists.push(...Array.from({ length: 9 }, () => ({ before: "unclear" as const })));
    expect(await failureOf(list(managerOf(cloud)))).toContain("it is unclear");
    expect(cloud.log).toHaveLength(6);
  });

  it("notices a list without an end", async () => {
    const cloud = new ModelCloud();
    cloud.imagePages = () => ({ images: [image(1)], next: "2" });
    expect(await failureOf(list(managerOf(cloud)))).toContain("the list of images does not end");
    expect(cloud.log).toHaveLength(2);
  });

  it("notices a list whose pages are new for ever", async () => {
    const cloud = new ModelCloud();
    cloud.imagePages = pages(Number.POSITIVE_INFINITY);
    expect(await failureOf(list(managerOf(cloud)))).toContain("the list of images does not end");
    expect(cloud.log).toHaveLength(1_001);
  });

  it("reads a list of a thousand pages and one to its end", async () => {
    const cloud = new ModelCloud();
    cloud.imagePages = pages(1_001);
    expect(await list(managerOf(cloud))).toHaveLength(2_002);
  });

  it("says every three seconds how far it is", async () => {
    const cloud = new ModelCloud();
    const read = pages(10);
    cloud.imagePages = (page) => {
      cloud.clock.time += 1_000;
      return read(page);
    };
    await list(managerOf(cloud));
    expect(cloud.lines).toEqual([
      "model moon-1: 6 images so far",
      "model moon-1: 12 images so far",
      "model moon-1: 18 images so far",
    ]);
  });

  it("keeps the vendor's limit, and says when that takes long", async () => {
    const cloud = new ModelCloud();
    const read = pages(25);
    const moments: number[] = [];
    cloud.imagePages = (page) => {
      moments.push(cloud.clock.time);
      return read(page);
    };
    const rateLimits = { List: { calls: 10, perMs: 60_000, per: "account" } } as const;
    await list(managerOf(cloud, { rateLimits }));
    expect(moments).toHaveLength(25);
    for (const [index, moment] of moments.slice(10).entries()) {
      expect(moment - (moments[index] ?? 0)).toBeGreaterThan(60_000);
    }
    // The line comes again every ten seconds, and replaces the one before.
    const wait =
      /^model: (\d+) calls done, 1 under way; waiting for the vendor's limit of 10 calls in 60 s for List, /;
    const done = cloud.progress.flatMap((line) => wait.exec(line)?.[1] ?? []);
    expect(done.length).toBeGreaterThanOrEqual(10);
    expect([...new Set(done)]).toEqual(["10", "20"]);
  });

  it("calls nothing when the region is none, or one too many", async () => {
    const cloud = new ModelCloud();
    for (const region of [undefined, "", "moon-1.example.com/?"]) {
      const listing = managerOf(cloud).listImages("model", region, undefined);
      await expect(listing).rejects.toThrow(ConfigurationError);
    }
    const open = async () => ({ facts: cloud.context().facts, backend: cloud });
    const manager = new ShareManager({ clock: cloud.clock, report: () => undefined, open });
    await expect(list(manager)).rejects.toThrow(/has no regions/);
    expect(await manager.listImages("model", undefined, undefined)).toEqual([]);
    expect(cloud.log).toEqual(["list"]);
  });

  it("says what a region looks like, also where any word would be one", async () => {
    const words = { pattern: /^[a-z]+$/, description: "a word", example: "moon" };
    const manager = managerOf(new ModelCloud(), { region: words });
    const failure = expect(manager.listImages("model", undefined, undefined)).rejects;
    await failure.toThrow(new ConfigurationError('region must be a word, such as "moon"'));
    expect(await manager.listImages("model", "moon", undefined)).toEqual([]);
  });

  it("opens the service with the given credentials, and counts each region's calls apart", async () => {
    const cloud = new ModelCloud();
    const opened: unknown[] = [];
    const rateLimits = { List: { calls: 1, perMs: 60_000, per: "region" } } as const;
    const facts = { ...cloud.context().facts, region: anyRegion, rateLimits };
    const open = async (...given: unknown[]) => {
      opened.push(given);
      return { facts, backend: cloud };
    };
    const manager = new ShareManager({ clock: cloud.clock, report: () => undefined, open });
    await manager.listImages("model", "moon-1", "prod");
    await manager.listImages("model", "moon-2", "prod");
    expect(opened).toEqual(Array.from({ length: 2 }, () => ["model", "prod"]));
    expect(cloud.clock.time).toBe(0);
    await manager.listImages("model", "moon-1", "prod");
    expect(cloud.clock.time).toBe(61_000);
  });

  it("names the service alone where there are no regions, and has written nothing", async () => {
    const cloud = new ModelCloud();
    cloud.readTwists.push({ before: "auth" });
    const open = async () => ({ facts: cloud.context().facts, backend: cloud });
    const manager = new ShareManager({ clock: cloud.clock, report: () => undefined, open });
    await expect(manager.listImages("model", undefined, undefined)).rejects.toMatchObject({
      message: expect.stringMatching(/^model: Model Cloud List failed\. Code: it is auth/),
      topic: "auth",
      wrote: false,
    });
  });

  it("begins nothing after a cancel", async () => {
    const cloud = new ModelCloud();
    const manager = managerOf(cloud);
    manager.cancel();
    expect(await failureOf(list(manager))).toMatch(/^model moon-1: cancelled/);
    expect(cloud.log).toEqual([]);
  });
});
