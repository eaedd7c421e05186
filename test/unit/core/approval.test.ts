import fc from "fast-check";
import { OWN_ECS } from "../../../src/core/accounts";
import {
  type ApprovedImage,
  approvalText,
  approvedOf,
  exceeds,
  parseApproval,
} from "../../../src/core/approval";
import { ConfigurationError } from "../../../src/core/errors";
import { checkProperty } from "../../support/seed";

const golden = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-golden00" };
const ens = { service: "alicloud-ens", imageId: "m-ens" };

describe("the file", () => {
  it("the file is sorted, and leaves out images of which nothing changes", () => {
    const text = approvalText([
      { ...golden, gains: ["3", "1"], losses: [] },
      { ...ens, gains: [], losses: ["2", OWN_ECS, "2"] },
      { ...golden, imageId: "img-other000", gains: [], losses: [] },
    ]);
    expect(JSON.parse(text)).toEqual({
      format: "pulumi-image-share approval",
      version: 1,
      images: [
        { ...ens, gains: [], losses: ["2", OWN_ECS] },
        { ...golden, gains: ["1", "3"], losses: [] },
      ],
    });
    expect(text.endsWith("}\n")).toBe(true);
  });

  it("the file is read back as it was written, and does not depend on the order in which it was found", () => {
    const account = fc.stringMatching(/^[0-9]{9,18}$/);
    const image = fc.record({
      imageId: fc.stringMatching(/^img-[a-z0-9]{1,8}$/),
      region: fc.constantFrom("ap-guangzhou", "ap-singapore"),
      service: fc.constant("tencentcloud-cvm"),
      gains: fc.array(account, { minLength: 1 }),
      losses: fc.array(account),
    });
    const images = fc.uniqueArray(image, { selector: ({ imageId, region }) => `${region}/${imageId}` });
    checkProperty(
      fc.property(images, (written) => {
        const text = approvalText(written);
        expect(approvalText(written.toReversed())).toBe(text);
        const read = parseApproval(text);
        expect(read.size).toBe(written.length);
        expect(approvalText([...read.values()])).toBe(text);
        for (const { gains, losses, ...target } of written) {
          expect(
            exceeds(approvedOf({ images: read, file: "f.json" }, target), { add: gains, remove: losses }),
          ).toEqual({ gains: [], losses: [] });
        }
      }),
    );
  });

  it("holds no more of an image than what was written", () => {
    const image = { ...ens, gains: ["1"], losses: ["2"] };
    expect([...parseApproval(approvalText([image])).values()]).toStrictEqual([image]);
  });

  const valid: { format: string; version: number; images: unknown[] } = JSON.parse(
    approvalText([{ ...golden, gains: ["1"], losses: [] }]),
  );
  const foreign = "approved.json is not an approval of pulumi-image-share";
  const withImage = (change: object) => ({
    ...valid,
    images: [{ ...golden, gains: ["1"], losses: [], ...change }],
  });
  it.each<[string, unknown, string]>([
    ["that is not JSON", "{", "approved.json is not JSON"],
    ["that is empty", "", "approved.json is not JSON"],
    ["of another program", {}, foreign],
    ["of another format", { ...valid, format: "approval" }, foreign],
    ["of another form", [valid], foreign],
    ["that is a text", '"approved"', foreign],
    [
      "of a later version",
      { ...valid, version: 2 },
      "approved.json is of a version that this package does not know",
    ],
    ["with more than it knows", { ...valid, unless: "Friday" }, foreign],
    ["with more of an image than it knows", withImage({ until: "Friday" }), `${foreign} at images.0`],
    ["without losses", withImage({ losses: undefined }), `${foreign} at images.0.losses`],
    ["with a number", withImage({ gains: [1] }), `${foreign} at images.0.gains.0`],
    ["with an account that is empty", withImage({ gains: ["1", ""] }), `${foreign} at images.0.gains.1`],
    ["with a name that is empty", withImage({ imageId: "" }), `${foreign} at images.0.imageId`],
    ["with a region that is empty", withImage({ region: "" }), `${foreign} at images.0.region`],
    [
      "with an image twice",
      { ...valid, images: [...valid.images, ...valid.images] },
      "approved.json lists the image tencentcloud-cvm/ap-guangzhou/img-golden00 twice",
    ],
  ])("%s is refused, with what to do", (_, document, reason) => {
    const text = typeof document === "string" ? document : JSON.stringify(document);
    expect(() => parseApproval(text, "approved.json")).toThrow(
      new ConfigurationError(`${reason}. Write it with pulumi-image-share review --approve`, "approval"),
    );
  });

  it("the file is called the approval where it has no name, and the error is explained", () => {
    expect(() => parseApproval("{")).toThrow(
      expect.objectContaining({
        topic: "approval",
        message: expect.stringMatching(/^the approval is not JSON\./),
      }),
    );
  });
});

describe("a plan", () => {
  const approval = parseApproval(
    approvalText([
      { ...golden, gains: ["1", "2"], losses: ["3"] },
      { ...ens, gains: [OWN_ECS], losses: [] },
    ] satisfies ApprovedImage[]),
  );
  const nothing = { gains: [], losses: [] };
  const beyond = (target: typeof golden | typeof ens, plan: Parameters<typeof exceeds>[1]) =>
    exceeds(approvedOf({ images: approval, file: "f.json" }, target), plan);

  it("a plan has nothing approved of an image that the file does not name", () => {
    const other = { ...golden, imageId: "img-other000" };
    expect(approvedOf({ images: approval, file: "f.json" }, other)).toEqual({ ...nothing, file: "f.json" });
  });

  it("a plan may do all or a part of what was approved", () => {
    expect(beyond(golden, { add: ["1", "2"], remove: ["3"] })).toEqual(nothing);
    expect(beyond(golden, { add: ["2"], remove: [] })).toEqual(nothing);
    expect(beyond(ens, { add: [OWN_ECS], remove: [] })).toEqual(nothing);
  });

  it("exceeds it by each account that gains or loses access besides", () => {
    expect(
      beyond(golden, {
        add: ["1", "9", "8"],
        remove: ["3", "7"],
      }),
    ).toEqual({
      gains: ["8", "9"],
      losses: ["7"],
    });
  });

  it("a plan may not take access from who was approved to gain it, nor the other way round", () => {
    expect(beyond(golden, { add: ["3"], remove: ["1"] })).toEqual({ gains: ["3"], losses: ["1"] });
  });

  it("exceeds it by everything where the image, the region or the service is another", () => {
    for (const other of [
      { ...golden, imageId: "img-other000" },
      { ...golden, region: "ap-singapore" },
      { ...golden, service: "volcengine-ecs" },
    ]) {
      expect(
        exceeds(approvedOf({ images: approval, file: "f.json" }, other), { add: ["1"], remove: ["3"] }),
      ).toEqual({
        gains: ["1"],
        losses: ["3"],
      });
    }
  });
});

it("an approval holds organisations by their ARNs", () => {
  const arn = "arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5";
  const text = approvalText([{ ...golden, gains: [arn], losses: [] }]);
  expect(parseApproval(text).get("tencentcloud-cvm/ap-guangzhou/img-golden00")?.gains).toEqual([arn]);
});
