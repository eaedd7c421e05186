import { PublicImages } from "../../../src/converge/public-images";

const target = { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-1" };

it("an image that becomes public is reported once, and again after it was not public", () => {
  const images = new PublicImages();
  const lines: string[] = [];
  const told: [isPublic: boolean, lines: number][] = [
    [false, 0],
    [true, 1],
    [true, 1],
    [false, 1],
    [true, 2],
  ];
  for (const [isPublic, count] of told) {
    images.tell(target, isPublic, (line) => lines.push(line));
    expect(lines).toHaveLength(count);
    expect(images.has(target)).toBe(isPublic);
  }
  expect(lines[0]).toBe("is public: every account can use it, listed or not; this is not managed");
  expect(images.has({ ...target, imageId: "m-2" })).toBe(false);
});
