import { ReadCache } from "../../../src/converge/read-cache";
import { VirtualClock } from "./model-cloud";

const live = new Set(["a"]);

function reads() {
  const clock = new VirtualClock();
  return { clock, recent: new ReadCache(clock) };
}

describe("what was read moments ago", () => {
  it("is known for ten seconds, and no longer", () => {
    const { clock, recent } = reads();
    clock.time = 5_000;
    recent.set("img", "who", live);
    clock.time = 15_000;
    expect(recent.get("img", "who")).toBe(live);
    clock.time = 15_001;
    expect(recent.get("img", "who")).toBeUndefined();
  });

  it("is known of what was read, and only until it is written", () => {
    const { recent } = reads();
    recent.set("img", "who", live);
    expect(recent.get("other", "who")).toBeUndefined();
    recent.invalidate("other");
    expect(recent.get("img", "who")).toBe(live);
    recent.invalidate("img");
    expect(recent.get("img", "who")).toBeUndefined();
  });

  it("is an answer to the same question alone, and written off with those to all others", () => {
    const { recent } = reads();
    recent.set("img", "who", live);
    recent.set("img", "own ECS", new Set());
    expect(recent.get("img", "with other keys")).toBeUndefined();
    expect(recent.get("img", "who")).toBe(live);
    recent.invalidate("img");
    expect(recent.get("img", "who")).toBeUndefined();
    expect(recent.get("img", "own ECS")).toBeUndefined();
  });

  it("is forgotten before it fills the memory", () => {
    const { recent } = reads();
    for (let image = 0; image < 10_000; image++) recent.set(`img-${image}`, "who", live);
    expect(recent.get("img-0", "who")).toBe(live);
    recent.set("one more", "who", live);
    expect(recent.get("img-0", "who")).toBeUndefined();
    expect(recent.get("one more", "who")).toBe(live);
  });
});
