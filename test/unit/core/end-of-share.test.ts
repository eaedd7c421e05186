import { OWN_ECS } from "../../../src/core/accounts";
import { endOfShare } from "../../../src/core/end-of-share";

const outputs = { service: "moon-edge", imageId: "img-1", accounts: ["b", "a"], shareToEcs: true };

describe("what state held of a share before the run", () => {
  it("what state held of a share before the run is whom its end takes access from, without those whom protectedAccounts keeps", () => {
    const found = endOfShare({ ...outputs, protectedAccounts: ["b", "x"], listedAccounts: ["a", "c"] });
    expect(found?.losing).toEqual(["a", "c", OWN_ECS]);
    expect(found?.state.target).toEqual({ service: "moon-edge", imageId: "img-1" });
  });

  it("says that its end takes access from no part that the program has left out", () => {
    const { accounts: _, ...ownEcsAlone } = outputs;
    expect(endOfShare({ ...ownEcsAlone, listedAccounts: ["a"] })?.losing).toEqual([OWN_ECS]);
    const { shareToEcs: __, ...accountsAlone } = outputs;
    expect(endOfShare({ ...accountsAlone, listedShareToEcs: true })?.losing).toEqual(["a", "b"]);
  });

  it.each([
    ["of something else", { bucket: "logs" }],
    ["without an image", { ...outputs, imageId: undefined }],
    ["of a share that is only looked at", { ...outputs, isLookup: true }],
  ])("what state held of a share before the run is nothing where the outputs are %s", (_name, others) => {
    expect(endOfShare(others)).toBeUndefined();
  });
});
