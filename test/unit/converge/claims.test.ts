import { Claims } from "../../../src/converge/claims";

const target = { service: "swas", region: "cn-hangzhou", imageId: "img-1" } as const;
const other = { ...target, imageId: "img-2" } as const;

describe("what the resources of a program list", () => {
  it("what the resources of a program list is known for the image that they name, and for no other", () => {
    const claims = new Claims();
    claims.claim(target, ["a"]);
    claims.claim(target, ["b"]);
    expect(claims.claimed(target)).toEqual(new Set(["a", "b"]));
    expect(claims.claimed(other)).toEqual(new Set());
  });

  it("what the resources of a program list is told apart from what their state names as well", () => {
    const claims = new Claims();
    claims.claim(target, ["a", "b"]);
    claims.record(target, ["a"]);
    claims.record(target, ["c"]);
    expect(claims.recorded(target)).toEqual(new Set(["a", "c"]));
    expect(claims.claimed(target)).toEqual(new Set(["a", "b"]));
    expect(claims.recorded(other)).toEqual(new Set());
  });
});
