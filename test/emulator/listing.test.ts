/** The lists of images as any client gets them: pages to the end, names byte for byte, and whose an image is. */
import type { Emulator, ServiceName } from "../../src/emulator";
import { type ApiReply, alicloud, tencent, volcengine } from "./support/clients";
import { start } from "./support/start";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start({ rateLimits: false });
});

interface Listed {
  readonly ImageId: string;
  readonly [name: string]: unknown;
}

interface Lister {
  readonly region?: string;
  /** Where the vendor writes an image's name. */
  readonly name: string;
  readonly images: (reply: ApiReply) => Listed[];
  /** @returns the page after `reply`, or the first one */
  readonly page: (size: number, reply: ApiReply | undefined) => Promise<ApiReply> | undefined;
}

/** By page numbers, until a page has all that TotalCount says. */
function numberedPages(
  service: "ens" | "ecs" | "swas",
  action: string,
  parameters: Readonly<Record<string, string>>,
): Lister["page"] {
  return (size, reply) => {
    const done = reply === undefined ? 0 : Number(reply.json.PageNumber);
    if (reply !== undefined && done * size >= Number(reply.json.TotalCount)) return undefined;
    const place = { PageNumber: String(done + 1), PageSize: String(size) };
    return alicloud(emulator, service, action, { ...parameters, ...place });
  };
}

let offset = 0;

const listers: Readonly<Record<ServiceName, Lister>> = {
  "alicloud-ens": {
    name: "ImageName",
    images: ({ json }) => json.Images.Image,
    page: numberedPages("ens", "DescribeSelfImages", {}),
  },
  "alicloud-ecs": {
    region: "cn-hangzhou",
    name: "ImageName",
    images: ({ json }) => json.Images.Image,
    page: numberedPages("ecs", "DescribeImages", { RegionId: "cn-hangzhou", ImageOwnerAlias: "self" }),
  },
  "alicloud-swas": {
    region: "cn-hangzhou",
    name: "Name",
    images: ({ json }) => json.CustomImages,
    page: numberedPages("swas", "ListCustomImages", { RegionId: "cn-hangzhou" }),
  },
  "tencentcloud-cvm": {
    region: "ap-guangzhou",
    name: "ImageName",
    images: ({ json }) => json.Response.ImageSet,
    page: (Limit, reply) => {
      offset = reply === undefined ? 0 : offset + Limit;
      if (reply !== undefined && offset >= reply.json.Response.TotalCount) return undefined;
      const Filters = [{ Name: "image-type", Values: ["PRIVATE_IMAGE"] }];
      return tencent(emulator, "DescribeImages", { Filters, Offset: offset, Limit });
    },
  },
  "volcengine-ecs": {
    region: "cn-beijing",
    name: "ImageName",
    images: ({ json }) => json.Result.Images,
    page: (size, reply) => {
      const token = reply?.json.Result.NextToken;
      if (token === "") return undefined;
      const parameters = { Visibility: "private", MaxResults: String(size) };
      return volcengine(emulator, "DescribeImages", {
        ...parameters,
        ...(token ? { NextToken: token } : {}),
      });
    },
  },
};

async function pagesOf(lister: Lister, size: number): Promise<Listed[][]> {
  const pages: Listed[][] = [];
  let reply: ApiReply | undefined;
  for (let next = lister.page(size, reply); next !== undefined; next = lister.page(size, reply)) {
    reply = await next;
    pages.push(lister.images(reply));
  }
  return pages;
}

/** As every service takes it: Tencent Cloud's have eight characters. */
const idOf = (name: string | number) => `img-${String(name).padStart(8, "0")}`;

describe.each(Object.entries(listers) as [ServiceName, Lister][])("the list of %s", (service, lister) => {
  const target = (imageId: string) => ({
    service,
    imageId,
    ...(lister.region === undefined ? {} : { region: lister.region }),
  });

  it("has as many on a page as were asked for, in the order in which they were seeded", async () => {
    const ids = Array.from({ length: 23 }, (_, index) => idOf(index));
    for (const id of ids) emulator.putImage(target(id));
    const pages = await pagesOf(lister, 10);
    expect(pages.map((page) => page.length)).toEqual([10, 10, 3]);
    expect(pages.flat().map(({ ImageId }) => ImageId)).toEqual(ids);
  });

  it("has an empty page where there is nothing", async () => {
    expect(await pagesOf(lister, 10)).toEqual([[]]);
  });

  it("shows names as they were seeded through the control API, and the ID for want of one", async () => {
    const names = ["", "\u0000\u001b[31m\r\n\u202e", "黄金 🖼️", "007"];
    for (const [index, name] of names.entries()) {
      const body = JSON.stringify({ ...target(idOf(index)), name });
      const headers = { "content-type": "application/json" };
      const request = { method: "PUT", headers, body };
      expect((await fetch(`${emulator.url}/_emulator/images`, request)).status).toBe(200);
    }
    emulator.putImage(target(idOf("nameless")));
    const [page] = await pagesOf(lister, 10);
    expect(page?.map((image) => image[lister.name])).toEqual([...names, idOf("nameless")]);
  });

  it("has no image of strangers, nor one that is gone", async () => {
    emulator.putImage(target(idOf("own")));
    emulator.putImage(target(idOf("gone")));
    emulator.removeImage(target(idOf("gone")));
    emulator.putImage({ ...target(idOf("stranger")), owner: "1888888888888888" });
    expect((await pagesOf(lister, 10)).flat().map(({ ImageId }) => ImageId)).toEqual([idOf("own")]);
  });
});

it("leaves an image its owner's when it is public, on Alibaba Cloud", async () => {
  emulator.putImage({ service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-community", public: true });
  const [page] = await pagesOf(listers["alicloud-ecs"], 10);
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
