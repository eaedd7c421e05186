import { Announcements } from "../../../src/provider/announcements";

function printed(): { announcements: Announcements; blocks: string[][] } {
  const blocks: string[][] = [];
  return { announcements: new Announcements((...lines) => blocks.push(lines)), blocks };
}

describe("announcements", () => {
  it("prints what is said of many images at once sorted, one block per image, when the last is answered", async () => {
    const { announcements, blocks } = printed();
    const open = new Map<string, () => void>();
    const questions = ["b", "c", "a"].map((image) =>
      announcements.during(async () => {
        announcements.announce(image, [`${image}: first`]);
        await new Promise<void>((answer) => open.set(image, answer));
        announcements.announce(image, [`${image}: second`]);
      }),
    );
    open.get("c")?.();
    open.get("a")?.();
    await Promise.all(questions.slice(1));
    expect(blocks).toEqual([]);
    open.get("b")?.();
    await questions[0];
    expect(blocks).toEqual(["a", "b", "c"].map((image) => [`${image}: first`, `${image}: second`]));
  });

  it("prints when an answer fails, too", async () => {
    const { announcements, blocks } = printed();
    const question = announcements.during(async () => {
      announcements.announce("a", ["a: said"]);
      throw new Error("no answer");
    });
    await expect(question).rejects.toThrow("no answer");
    expect(blocks).toEqual([["a: said"]]);
  });

  it("says each line once", async () => {
    const { announcements, blocks } = printed();
    for (const lines of [["a: said"], ["a: said", "a: new"], ["a: said"]]) {
      await announcements.during(async () => announcements.announce("a", lines));
    }
    expect(blocks).toEqual([["a: said"], ["a: new"]]);
  });

  it("prints nothing when there is nothing to say", async () => {
    const { announcements, blocks } = printed();
    await announcements.during(async () => announcements.announce("a", []));
    expect(blocks).toEqual([]);
  });

  it("does not keep lines back for a question that stays open", () => {
    jest.useFakeTimers();
    try {
      const { announcements, blocks } = printed();
      void announcements.during(() => {
        announcements.announce("a", ["a: said"]);
        return new Promise(() => undefined);
      });
      jest.advanceTimersByTime(3_000);
      expect(blocks).toEqual([["a: said"]]);
    } finally {
      jest.useRealTimers();
    }
  });
});
