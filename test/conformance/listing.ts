import type { ListedImage } from "../../src/core/backend";
import type { VendorError } from "../../src/core/errors";
import type { Fault } from "../../src/emulator";
import { startVendor } from "../integration/backends/support";
import { imageOf, type Subject } from "../support/services";
import { CALL_OPTIONS, connect, expected, failureOf, setUp } from "./bench";

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

const emptyListOfThree: [string, unknown, number] = ["an empty list of three", [], 3];

/** XML has no way to write most control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

export function listing(subject: Subject): void {
  const { target } = subject;
  const { service, region } = target;
  const { before, firstPage, action, perPage, page, withOthers, answer, announcesEmptyPages } =
    subject.listing;
  const firstAction = before?.action ?? action;
  const extra = before === undefined ? 0 : 1;
  const isXml = subject.answersIn === "XML";
  const bodyOf = (images: unknown, total: number) => {
    const body = answer(images, total);
    return typeof body === "string" ? body : JSON.stringify(body);
  };
  const imageId = (index: number) => imageOf(subject, index).imageId;
  const someImages = (count: number) => Array.from({ length: count }, (_, index) => imageId(index));

  const withImages = async (...seeds: Parameters<typeof setUp>[1][]) => {
    const bench = await setUp(subject);
    bench.emulator.removeImage(target);
    for (const seed of seeds) bench.emulator.putImage({ ...target, ...seed });
    const list = async () => {
      const images: ListedImage[] = [];
      let next: string | undefined;
      do {
        const answered = await bench.backend.listImages(region, next, CALL_OPTIONS);
        images.push(...answered.images);
        next = answered.next;
      } while (next !== undefined);
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
        const pages = extra + Math.max(1, Math.ceil(count / perPage));
        const isEmptyAnnounced = announcesEmptyPages && count > 0 && count % perPage === 0;
        expect(requests()).toHaveLength(isEmptyAnnounced ? pages + 1 : pages);
      },
    );

    it("sends exactly the documented parameters, on each page", async () => {
      const { list, requests } = await withImages(...someImages(perPage + 1).map((id) => ({ imageId: id })));
      await list();
      const place = service.startsWith("alicloud-") && region !== undefined ? { RegionId: region } : {};
      expect(requests()).toEqual([
        ...(before === undefined ? [] : [before]),
        expected({ action, parameters: { ...place, ...page(0, perPage) } }),
        expected({ action, parameters: { ...place, ...page(1, perPage, /.+/) } }),
      ]);
    });

    it("hands on names and IDs as they are", async () => {
      const writable = isXml ? names.map((name) => name.replace(UNWRITABLE, "")) : names;
      const seeds = writable.map((name, index) => ({ name, imageId: `${imageId(index)}9007199254740993` }));
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
        expect(await backend.imageCondition(one, CALL_OPTIONS)).toEqual(image.condition);
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
      emulator.share({ ...target, imageId: imageId(4) }, [emulator.credentials.accounts[subject.cloud]]);
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
      expect(await failureOf(list())).toMatchObject({ meaning, action: firstAction });
      expect(requests()).toHaveLength(1);
      expect(await list()).toHaveLength(1);
    });

    it("does not take an image that is not said to be one's own for nobody's", async () => {
      const vendor = await startVendor({ body: bodyOf([{ ImageId: imageId(1) }], 1) });
      const backend = await connect(subject, vendor.url.href);
      const outcome = await backend.listImages(region, firstPage, CALL_OPTIONS).then(
        ({ images }) => images.length,
        (error: VendorError) => error.meaning,
      );
      expect([1, "ambiguous"]).toContain(outcome);
    });

    // Neither counts nor types are in XML.
    const inJsonAlone: [string, unknown, number][] = [
      ...(subject.answers.images.counts ? [emptyListOfThree] : []),
      ["an image whose ID is a number", [{ ImageId: 1 }], 1],
    ];

    it.each<[string, unknown, number]>([
      ...(isXml ? [] : inJsonAlone),
      ["no list", undefined, 1],
      ["no list where there should be images", null, 1],
      ["an object", {}, 0],
      ["an image without an ID", [{ ImageName: "golden" }], 1],
      ["an image that is none", [null], 1],
    ])("takes %s for no answer", async (_what, images, total) => {
      const vendor = await startVendor({ body: bodyOf(images, total) });
      const backend = await connect(subject, vendor.url.href);
      const failure = await failureOf(backend.listImages(region, firstPage, CALL_OPTIONS));
      expect(failure).toMatchObject({ meaning: "ambiguous", action });
    });
  });
}
