/** What cannot work is said by the program's constructor, in one sentence, with the way out. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ImageShare, ImageShareSet } from "../../../src";

const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const accounts = ["100000000001"];

const makers = [
  {
    kind: "an ImageShare",
    make: (opts: object) => new ImageShare("golden", { ...image, accounts }, opts),
  },
  {
    kind: "an ImageShareSet",
    make: (opts: object) => new ImageShareSet("golden", { accounts, images: { gz: image } }, opts),
  },
];

describe.each(makers)("$kind", ({ make }) => {
  it("refuses to be imported, and says that the first up adopts", () => {
    expect(() => make({ import: "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy" })).toThrow(
      /^golden: the option import is not needed: list the accounts, and the first up adopts .* docs\/guide\/adopting\.md\./,
    );
  });

  it("refuses customTimeouts, which would have no effect", () => {
    expect(() => make({ customTimeouts: { create: "5s" } })).toThrow(
      "golden: the option customTimeouts has no effect on it: write the argument timeoutSeconds",
    );
  });

  it("says which folder the package has to be installed in, when the provider would not find it", () => {
    const folder = mkdtempSync(join(tmpdir(), "program-"));
    const spy = jest.spyOn(process, "cwd").mockReturnValue(folder);
    try {
      expect(() => make({})).toThrow(
        `golden: the package pulumi-image-share is not found from ${folder}: add it to the dependencies`,
      );
    } finally {
      spy.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses to run in bun", () => {
    const { versions } = process;
    Object.defineProperty(process, "versions", { configurable: true, value: { ...versions, bun: "1.4.5" } });
    try {
      expect(() => make({})).toThrow(
        "golden: Pulumi's dynamic providers run in Node.js alone: set runtime: nodejs",
      );
    } finally {
      Object.defineProperty(process, "versions", { configurable: true, value: versions });
    }
  });

  it("refuses as the SDK's RunError, which is printed without a stack", () => {
    expect(() => make({ import: "x" })).toThrow(pulumi.RunError);
  });
});

describe("an ImageShareSet", () => {
  it.each(["ignoreChanges", "replaceOnChanges"])("refuses %s of what its shares do not have", (option) => {
    const make = () =>
      new ImageShareSet(
        "golden",
        { accounts, images: { gz: image } },
        { [option]: ["accounts", "images.gz"] },
      );
    expect(make).toThrow(
      `golden: ${option} names "images.gz". It is handed on to each share of the set: write one of`,
    );
  });
  it.each(["accounts", "images"])(
    "says that %s is missing, where a program in JavaScript has lost it",
    (key) => {
      const args = { accounts, images: { gz: image }, [key]: undefined };
      const make = () => new ImageShareSet("golden", args);
      expect(make).toThrow(pulumi.RunError);
      expect(make).toThrow(
        `golden: ${key} is missing: write it, and if the program takes it from its configuration`,
      );
    },
  );
});

describe("a lookup", () => {
  const look = (state: object) =>
    ImageShare.get("golden", "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy", state as { credentials?: string });

  it.each([
    ["an option", { parent: "stack" }, "parent"],
    [
      "arguments of a share",
      { credentials: "reader", region: "ap-guangzhou", accounts: [] },
      "region, accounts",
    ],
  ])("refuses %s in the place of its state, where it was left unread", (_, state, keys) => {
    expect(() => look(state)).toThrow(pulumi.RunError);
    expect(() => look(state)).toThrow(
      `golden: the third argument of ImageShare.get takes credentials alone, and has ${keys}. Options come fourth: ` +
        "ImageShare.get(name, id, {}, options). See docs/errors.md#invalid-argument (image-share explain invalid-argument)",
    );
  });
});
