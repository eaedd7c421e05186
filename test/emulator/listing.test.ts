/** The lists of images as any client gets them: pages to the end, names byte for byte, and whose an image is. */
import type { Emulator } from "../../src/emulator";
import { CloudState } from "../../src/emulator/cloud";
import { everySubject, type Subject, subjects } from "../support/services";
import { callOf, tencent } from "./support/clients";
import { start } from "./support/start";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start({ rateLimits: false });
});

interface Listed {
  readonly [name: string]: unknown;
}

/** The list by pages of `size`, to the end: by what NextToken says, or until TotalCount are there. */
async function pagesOf(subject: Subject, size: number): Promise<Listed[][]> {
  const { listing, answers, target } = subject;
  const region = target.region === undefined ? {} : { RegionId: target.region };
  const place = subject.cloud === "alicloud" ? region : {};
  const pages: Listed[][] = [];
  let total = Number.POSITIVE_INFINITY;
  let token: unknown;
  while (pages.length === 0 || (token === undefined ? pages.length * size < total : token !== "")) {
    const parameters = { ...place, ...listing.page(pages.length, size, token) };
    const { json } = await callOf(emulator, subject, { action: listing.action, parameters });
    const answer = answers.images.envelope.reduce((value, name) => value[name], json);
    pages.push(answers.images.list.reduce((value, name) => value[name], answer));
    total = Number(answer.TotalCount);
    token = answer.NextToken ?? answer.NextPageToken ?? markerIn(answer.next);
  }
  return pages;
}

/** Glance announces a page by its address. */
function markerIn(next: unknown): string | undefined {
  return typeof next === "string" ? (new URLSearchParams(next.split("?")[1]).get("marker") ?? "") : undefined;
}

describe.each(everySubject)("the list of $target.service", (subject) => {
  /** As every service takes it: Tencent Cloud's have eight characters, behind a prefix of each service. */
  const prefix = subject.target.service === "tencentcloud-lighthouse" ? "lhbp" : "img";
  const idOf = (name: string | number) => `${prefix}-${String(name).padStart(8, "0")}`;
  const idIn = (image: Listed) => image[subject.answers.images.id];
  const target = (imageId: string) => ({ ...subject.target, imageId });

  it("has as many on a page as were asked for, in the order in which they were seeded", async () => {
    const ids = Array.from({ length: 23 }, (_, index) => idOf(index));
    for (const id of ids) emulator.putImage(target(id));
    const pages = await pagesOf(subject, 10);
    expect(pages.map((page) => page.length)).toEqual([10, 10, 3]);
    expect(pages.flat().map(idIn)).toEqual(ids);
  });

  it("has an empty page where there is nothing", async () => {
    expect(await pagesOf(subject, 10)).toEqual([[]]);
  });

  it("shows names as they were seeded through the control API, and the ID for want of one", async () => {
    const isXml = subject.answersIn === "XML";
    const names = ["", isXml ? "\r\n\u202e" : "\u0000\u001b[31m\r\n\u202e", "黄金 🖼️", "007"];
    for (const [index, name] of names.entries()) {
      const body = JSON.stringify({ ...target(idOf(index)), name });
      const headers = { "content-type": "application/json" };
      const request = { method: "PUT", headers, body };
      expect((await fetch(`${emulator.url}/_emulator/images`, request)).status).toBe(200);
    }
    emulator.putImage(target(idOf("nameless")));
    const [page] = await pagesOf(subject, 10);
    expect(page?.map((image) => image[subject.listing.name])).toEqual([...names, idOf("nameless")]);
  });

  it("has no image of strangers, nor one that is gone", async () => {
    emulator.putImage(target(idOf("own")));
    emulator.putImage(target(idOf("gone")));
    emulator.removeImage(target(idOf("gone")));
    emulator.putImage({ ...target(idOf("stranger")), owner: subject.account(9) });
    expect((await pagesOf(subject, 10)).flat().map(idIn)).toEqual([idOf("own")]);
  });
});

it("leaves an image its owner's when it is public, on Alibaba Cloud", async () => {
  emulator.putImage({ service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-community", public: true });
  const [page] = await pagesOf(subjects["alicloud-ecs"], 10);
  expect(page).toMatchObject([{ ImageId: "m-community", ImageOwnerAlias: "self", IsPublic: true }]);
});

it("finds Tencent Cloud's images by any part of their names", async () => {
  const place = { service: "tencentcloud-cvm", region: "ap-guangzhou" } as const;
  emulator.putImage({ ...place, imageId: "img-aaaaaaaa", name: "golden-2026" });
  emulator.putImage({ ...place, imageId: "img-bbbbbbbb", name: "silver" });
  const found = async (...Values: string[]) => {
    const Filters = [{ Name: "image-name", Values }];
    const { json } = await tencent(emulator, "DescribeImages", { Filters });
    return json.Response.ImageSet.map(({ ImageId }: Listed) => ImageId);
  };
  expect(await found("old")).toEqual(["img-aaaaaaaa"]);
  expect(await found("2026", "silv")).toEqual(["img-aaaaaaaa", "img-bbbbbbbb"]);
  expect(await found("bronze")).toEqual([]);
});

describe("a look at all images", () => {
  const looks = jest.spyOn(CloudState.prototype, "all");

  afterAll(() => looks.mockRestore());

  // A login of OpenStack is answered with a catalogue of regions.
  it.each(everySubject.filter(({ cloud }) => cloud !== "openstack"))(
    "is not taken for a call, however many images of other places there are: $target.service",
    async (subject) => {
      emulator.putImage(subject.target);
      looks.mockClear();
      await pagesOf(subject, 10);
      expect(emulator.calls().length).toBeGreaterThan(0);
      expect(looks).not.toHaveBeenCalled();
    },
  );

  it("is taken for a list of regions", async () => {
    looks.mockClear();
    const { json } = await tencent(emulator, "DescribeRegions", {});
    expect(json.Response.TotalCount).toBeGreaterThan(0);
    expect(looks).toHaveBeenCalledTimes(1);
  });
});
