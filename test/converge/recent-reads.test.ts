import { RecentReads } from "../../src/converge/recent-reads";
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
    recent.remember("img", live);
    clock.time = 15_000;
    expect(recent.recall("img")).toBe(live);
    clock.time = 15_001;
    expect(recent.recall("img")).toBeUndefined();
  });

  it("is known of what was read, and only until it is written", () => {
    const { recent } = reads();
    recent.remember("img", live);
    expect(recent.recall("other")).toBeUndefined();
    recent.forget("other");
    expect(recent.recall("img")).toBe(live);
    recent.forget("img");
    expect(recent.recall("img")).toBeUndefined();
  });

  it("is forgotten before it fills the memory", () => {
    const { recent } = reads();
    for (let image = 0; image < 10_000; image++) recent.remember(`img-${image}`, live);
    expect(recent.recall("img-0")).toBe(live);
    recent.remember("one more", live);
    expect(recent.recall("img-0")).toBeUndefined();
    expect(recent.recall("one more")).toBe(live);
  });
});
