import { imageLabel, parseShareId, shareId } from "../../../src/core/target";

const regional = { service: "moon-vm", region: "moon-1", imageId: "img-1" };
const global = { service: "moon-edge", imageId: "img-1" };

describe("the id of a share", () => {
  it.each([
    ["moon-vm/moon-1/img-1", regional],
    ["moon-edge/img-1", global],
  ])("the id of a share is %s, and is read back as what it was made of", (id, target) => {
    expect(shareId(target)).toBe(id);
    expect(parseShareId(id)).toEqual(target);
  });

  it.each([
    "",
    "moon-vm",
    "moon-vm/",
    "/img-1",
    "moon-vm/moon-1/",
    "moon-vm//img-1",
    "moon-vm/moon-1/img-1/x",
    "moon vm/moon-1/img-1",
    "moon-vm/moon-1?/img-1",
    "moon-vm/moon-1/img 1",
    "moon-edge/img\n1",
  ])("the id of a share is not '%s': an image is never guessed", (id) =>
    expect(parseShareId(id)).toBeUndefined(),
  );
});

it("names an image by its region, where there is one", () => {
  expect(imageLabel(regional)).toBe("img-1 (moon-1)");
  expect(imageLabel(global)).toBe("img-1");
});
