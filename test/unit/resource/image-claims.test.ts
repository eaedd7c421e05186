/** Two resources for one image, in the program itself: whose image ID resolves, and so reaches the engine. */
import * as pulumi from "@pulumi/pulumi";
import { claimImage } from "../../../src/resource/image-claims";

let images = 0;

/** A claim on an image that no other test has claimed, since they all share one program. */
function newImage() {
  images += 1;
  const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: `img-claim${100 + images}` };
  const claim = (name: string, more: { exclusive?: pulumi.Input<boolean>; shareToEcs?: boolean } = {}) =>
    claimImage(name, { ...image, ...more });
  return { ...image, claim };
}

it("gives the ID of an image that one resource shares, or several that all only add", async () => {
  const { claim, imageId } = newImage();
  const additive = { exclusive: false };
  const claimed = [claim("first", additive), claim("second", additive), claim("third", additive)];
  expect(await Promise.all(claimed)).toEqual([imageId, imageId, imageId]);
  expect(await newImage().claim("other")).toMatch(/^img-claim/);
});

it("gives no ID to any of those that share an image of which a later one means to be the only manager", async () => {
  const { claim, imageId } = newImage();
  const claimed = [claim("first", { exclusive: false }), claim("second", { exclusive: false })];
  expect(() => claim("third")).toThrow(
    `${imageId} (ap-guangzhou): two resources, "first" and "third", share`,
  );
  const ends = await Promise.allSettled(claimed);
  expect(ends).toEqual([
    { status: "rejected", reason: expect.any(pulumi.RunError) },
    { status: "rejected", reason: expect.any(pulumi.RunError) },
  ]);
});

it("gives no ID to an exclusive one that a later one only adds to", async () => {
  const { claim } = newImage();
  const first = claim("first");
  expect(() => claim("second", { exclusive: false })).toThrow('two resources, "first" and "second"');
  await expect(first).rejects.toThrow("docs/errors.md#two-resources");
});

describe("two additive resources and the owner's own ECS", () => {
  const additive = { exclusive: false };

  it("two additive resources and the owner's own ECS are refused where one gives it access and the other one takes it", async () => {
    const { claim, imageId } = newImage();
    const first = claim("first", { ...additive, shareToEcs: true });
    expect(() => claim("second", { ...additive, shareToEcs: false })).toThrow(
      `${imageId} (ap-guangzhou): two resources, "first" and "second", share this image, and one says shareToEcs: true, ` +
        "the other one false. Say the same in both, or leave it out of one",
    );
    await expect(first).rejects.toThrow("docs/errors.md#two-resources");
  });

  it.each([
    [true, true],
    [false, false],
    [true, undefined],
    [undefined, false],
  ])(
    "two additive resources and the owner's own ECS are left alone where they say %p and %p",
    async (one, other) => {
      const { claim, imageId } = newImage();
      const claimed = [one, other].map((shareToEcs, index) =>
        claim(String(index), shareToEcs === undefined ? additive : { ...additive, shareToEcs }),
      );
      expect(await Promise.all(claimed)).toEqual([imageId, imageId]);
    },
  );
});
