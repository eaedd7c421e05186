import { RecentReads } from "../../../src/converge/recent-reads";
import { VirtualClock } from "./model-cloud";

const live = new Set(["a"]);

function reads() {
  const clock = new VirtualClock();
  return { clock, recent: new RecentReads(clock) };
}

describe("what was read moments ago", () => {
  it("is known for ten seconds, and no longer", () => {
    const { clock, recent } = reads();
    clock.time = 5_000;
    recent.remember("img", "who", live);
    clock.time = 15_000;
    expect(recent.recall("img", "who")).toBe(live);
    clock.time = 15_001;
    expect(recent.recall("img", "who")).toBeUndefined();
  });

  it("is known of what was read, and only until it is written", () => {
    const { recent } = reads();
    recent.remember("img", "who", live);
    expect(recent.recall("other", "who")).toBeUndefined();
    recent.forget("other");
    expect(recent.recall("img", "who")).toBe(live);
    recent.forget("img");
    expect(recent.recall("img", "who")).toBeUndefined();
  });

  it("is an answer to the same question alone, and written off with those to all others", () => {
    const { recent } = reads();
    recent.remember("img", "who", live);
    recent.remember("img", "own ECS", new Set());
    expect(recent.recall("img", "with other keys")).toBeUndefined();
    expect(recent.recall("img", "who")).toBe(live);
    recent.forget("img");
    expect(recent.recall("img", "who")).toBeUndefined();
    expect(recent.recall("img", "own ECS")).toBeUndefined();
  });

  it("is forgotten before it fills the memory", () => {
    const { recent } = reads();
    for (let image = 0; image < 10_000; image++) recent.remember(`img-${image}`, "who", live);
    expect(recent.recall("img-0", "who")).toBe(live);
    recent.remember("one more", "who", live);
    expect(recent.recall("img-0", "who")).toBeUndefined();
    expect(recent.recall("one more", "who")).toBe(live);
  });
});
