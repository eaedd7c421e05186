import type { ListedImage } from "../../src/core/backend";
import type { VendorError } from "../../src/core/errors";
import type { Fault, ServiceName } from "../../src/emulator";
import { startVendor } from "../integration/backends/support";
import { connect, failureOf, PATIENT, setUp } from "./bench";
import type { Subject } from "./subject";

interface Listing {
  readonly action: string;
  readonly perPage: number;
  /** Of the first page, besides the region. */
  readonly first: Readonly<Record<string, unknown>>;
  readonly second: Readonly<Record<string, unknown>>;
  /** Whether the list holds what others share with the account, and does not tell. */
  readonly withOthers?: boolean;
  /** An answer in the vendor's form. */
  answer(images: unknown, total: number): unknown;
}

const own = { Filters: [{ Name: "image-type", Values: ["PRIVATE_IMAGE"] }], Limit: 100 };

/** The list of images as each vendor's page documents it. */
const listings: Readonly<Record<ServiceName, Listing>> = {
  "alicloud-ens": {
    action: "DescribeSelfImages",
    perPage: 50,
    first: { PageNumber: "1", PageSize: "50" },
    second: { PageNumber: "2", PageSize: "50" },
    answer: (Image, total) => ({ TotalCount: String(total), PageSize: "50", Images: { Image } }),
  },
  "alicloud-ecs": {
    action: "DescribeImages",
    perPage: 100,
    first: { PageNumber: "1", PageSize: "100", Status: "ALL", ImageOwnerAlias: "self" },
    second: { PageNumber: "2", PageSize: "100", Status: "ALL", ImageOwnerAlias: "self" },
    answer: (Image, TotalCount) => ({ TotalCount, PageSize: 100, Images: { Image } }),
  },
  "alicloud-swas": {
    action: "ListCustomImages",
    perPage: 100,
    first: { PageNumber: "1", PageSize: "100" },
    second: { PageNumber: "2", PageSize: "100" },
    withOthers: true,
    answer: (CustomImages, total) => ({ TotalCount: String(total), PageSize: "100", CustomImages }),
  },
  "tencentcloud-cvm": {
    action: "DescribeImages",
    perPage: 100,
    first: { ...own, Offset: 0 },
    second: { ...own, Offset: 100 },
    answer: (ImageSet, TotalCount) => ({ Response: { ImageSet, TotalCount, RequestId: "R-1" } }),
  },
  "volcengine-ecs": {
    action: "DescribeImages",
    perPage: 100,
    first: { Visibility: "private", MaxResults: "100" },
    second: { Visibility: "private", MaxResults: "100", NextToken: expect.stringMatching(/.+/) },
    answer: (Images, TotalCount) => ({
      ResponseMetadata: { RequestId: "R-1" },
      Result: { Images, TotalCount, NextToken: "" },
    }),
  },
};

/** What an owner may call an image, whatever a terminal makes of it. */
const names = [
  "",
  "golden \u001b[31mred\u0007\r\n",
  "\u202etxt.exe\u2028\u0000\u200b",
  "黄金镜像 🖼️ é e\u0301",
  "007",
  "9007199254740993",
  '{"a":"<b>&amp;\\"}',
  "__proto__",
  "null",
];

export function listing(subject: Subject): void {
  const { target } = subject;
  const { service, region } = target;
  const { action, perPage, first, second, withOthers, answer } = listings[service];
  const imageId = (index: number) => target.imageId.replace(/-.*/, `-${String(index).padStart(8, "0")}`);
  const someImages = (count: number) => Array.from({ length: count }, (_, index) => imageId(index));

  const withImages = async (...seeds: Parameters<typeof setUp>[1][]) => {
    const bench = await setUp(subject);
    bench.emulator.removeImage(target);
    for (const seed of seeds) bench.emulator.putImage({ ...target, ...seed });
    const list = async () => {
      const images: ListedImage[] = [];
      let page: string | undefined;
      do {
        const answered = await bench.backend.listImages(region, page, PATIENT);
        images.push(...answered.images);
        page = answered.next;
      } while (page !== undefined);
      return images;
    };
    return { ...bench, list };
  };

  describe("listImages", () => {
    it.each([0, 1, perPage, perPage + 1, 2 * perPage + 1])(
      "finds %i images, in no more requests than there are pages",
      async (count) => {
        const ids = someImages(count);
        const { list, requests } = await withImages(...ids.map((id) => ({ imageId: id })));
        expect((await list()).map((image) => image.imageId)).toEqual(ids);
        expect(requests()).toHaveLength(Math.max(1, Math.ceil(count / perPage)));
      },
    );

    it("sends exactly the documented parameters, on each page", async () => {
      const { list, requests } = await withImages(...someImages(perPage + 1).map((id) => ({ imageId: id })));
      await list();
      const place = service.startsWith("alicloud-") && region !== undefined ? { RegionId: region } : {};
      expect(requests()).toEqual([
        { action, parameters: { ...place, ...first } },
        { action, parameters: { ...place, ...second } },
      ]);
    });

    it("hands on names and IDs as they are", async () => {
      const seeds = names.map((name, index) => ({ name, imageId: `${imageId(index)}9007199254740993` }));
      const { list } = await withImages(...seeds);
      expect((await list()).map(({ name, imageId: id }) => ({ name, imageId: id }))).toEqual(seeds);
    });

    it("finds images in every state, and says of each what imageCondition says", async () => {
      const seeds = subject.states.map(([state], index) => ({ state, imageId: imageId(index) }));
      const { list, backend } = await withImages(...seeds);
      const images = await list();
      expect(images.map(({ condition }) => condition.kind)).toEqual(subject.states.map(([, kind]) => kind));
      for (const image of images) {
        const one = { ...target, imageId: image.imageId };
        expect(await backend.imageCondition(one, PATIENT)).toEqual(image.condition);
      }
    });

    it(`lists nobody else's images${withOthers ? ", but for those that others share" : ""}`, async () => {
      const owner = subject.account(9);
      const { list, emulator } = await withImages(
        { imageId: imageId(1), accounts: [subject.account(0)] },
        { imageId: imageId(2), owner },
        { imageId: imageId(3), owner, public: true },
        { imageId: imageId(4), owner },
      );
      emulator.share({ ...target, imageId: imageId(4) }, Object.values(emulator.credentials.accounts));
      const shared = withOthers ? [imageId(4)] : [];
      expect((await list()).map((image) => image.imageId)).toEqual([imageId(1), ...shared]);
    });

    if (region !== undefined) {
      it("lists no images of other regions", async () => {
        const { list, emulator } = await withImages({ imageId: imageId(1) });
        emulator.putImage({ ...target, region: "ap-singapore", imageId: imageId(2) });
        expect((await list()).map((image) => image.imageId)).toEqual([imageId(1)]);
      });
    }

    it.each<[string, Fault, string]>([
      ["a throttled call", { kind: "throttle" }, "throttled"],
      ["a 500 in the vendor's words", { kind: "status", status: 500 }, "ambiguous"],
      ["a 503 in the vendor's words", { kind: "status", status: 503 }, "ambiguous"],
      ["a page of HTML", { kind: "html", status: 502 }, "ambiguous"],
      ["a page of HTML that says 200", { kind: "html", status: 200 }, "ambiguous"],
      ["a page of HTML that says 429", { kind: "html", status: 429 }, "throttled"],
      ["a reset", { kind: "reset", when: "after" }, "ambiguous"],
    ])("takes %s for what it is, and sends nothing again", async (_what, fault, meaning) => {
      const { list, emulator, requests } = await withImages({ imageId: imageId(1) });
      emulator.injectFault(fault);
      expect(await failureOf(list())).toMatchObject({ meaning, action });
      expect(requests()).toHaveLength(1);
      expect(await list()).toHaveLength(1);
    });

    it("does not take an image that is not said to be one's own for nobody's", async () => {
      const vendor = await startVendor({ body: JSON.stringify(answer([{ ImageId: imageId(1) }], 1)) });
      const backend = await connect(subject, vendor.url.href);
      const outcome = await backend.listImages(region, undefined, PATIENT).then(
        ({ images }) => images.length,
        (error: VendorError) => error.meaning,
      );
      expect([1, "ambiguous"]).toContain(outcome);
    });

    it.each<[string, unknown, number]>([
      ["no list", undefined, 1],
      ["no list where there should be images", null, 1],
      ["an object", {}, 0],
      ["an empty list of three", [], 3],
      ["an image without an ID", [{ ImageName: "golden" }], 1],
      ["an image whose ID is a number", [{ ImageId: 1 }], 1],
      ["an image that is none", [null], 1],
    ])("takes %s for no answer", async (_what, images, total) => {
      const vendor = await startVendor({ body: JSON.stringify(answer(images, total)) });
      const backend = await connect(subject, vendor.url.href);
      const failure = await failureOf(backend.listImages(region, undefined, PATIENT));
      expect(failure).toMatchObject({ meaning: "ambiguous", action });
    });
  });
}
