import { GroupedOutput } from "../../../src/provider/output";

function printed(): { output: GroupedOutput; blocks: string[][] } {
  const blocks: string[][] = [];
  return { output: new GroupedOutput((...lines) => blocks.push(lines)), blocks };
}

describe("output", () => {
  it("prints what is said of many images at once sorted, one block per image, when the last is answered", async () => {
    const { output, blocks } = printed();
    const open = new Map<string, () => void>();
    const questions = ["b", "c", "a"].map((image) =>
      output.track(async () => {
        output.queue(image, [`${image}: first`]);
        await new Promise<void>((answer) => open.set(image, answer));
        output.queue(image, [`${image}: second`]);
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
    const { output, blocks } = printed();
    const question = output.track(async () => {
      output.queue("a", ["a: said"]);
      throw new Error("no answer");
    });
    await expect(question).rejects.toThrow("no answer");
    expect(blocks).toEqual([["a: said"]]);
  });

  it("says each line once", async () => {
    const { output, blocks } = printed();
    for (const lines of [["a: said"], ["a: said", "a: new"], ["a: said"]]) {
      await output.track(async () => output.queue("a", lines));
    }
    expect(blocks).toEqual([["a: said"], ["a: new"]]);
  });

  it("prints nothing when there is nothing to say", async () => {
    const { output, blocks } = printed();
    await output.track(async () => output.queue("a", []));
    expect(blocks).toEqual([]);
  });

  it("does not keep lines back for a question that stays open", () => {
    jest.useFakeTimers();
    try {
      const { output, blocks } = printed();
      void output.track(() => {
        output.queue("a", ["a: said"]);
        return new Promise(() => undefined);
      });
      jest.advanceTimersByTime(3_000);
      expect(blocks).toEqual([["a: said"]]);
    } finally {
      jest.useRealTimers();
    }
  });
});
