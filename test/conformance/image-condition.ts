import type { Subject } from "../support/services";
import { CALL_OPTIONS, setUp } from "./bench";

export function imageCondition(subject: Subject): void {
  const { target } = subject;

  describe("imageCondition", () => {
    it.each(subject.states)("finds an image in state %s %s", async (state, kind) => {
      const bench = await setUp(subject, { state });
      const condition = await bench.backend.imageCondition(target, CALL_OPTIONS);
      expect(condition).toEqual(kind === "usable" || kind === "gone" ? { kind } : { kind, state });
    });

    it("finds an image gone that does not exist", async () => {
      const bench = await setUp(subject);
      bench.emulator.removeImage(target);
      expect(await bench.backend.imageCondition(target, CALL_OPTIONS)).toEqual({ kind: "gone" });
    });

    it(`finds an image ${subject.othersImage} that another account shares with us`, async () => {
      const bench = await setUp(subject, { owner: subject.account(9) });
      bench.emulator.share(target, [bench.emulator.credentials.accounts[subject.cloud]]);
      expect((await bench.backend.imageCondition(target, CALL_OPTIONS)).kind).toBe(subject.othersImage);
    });

    it("sends exactly the documented parameters", async () => {
      const bench = await setUp(subject);
      await bench.backend.imageCondition(target, CALL_OPTIONS);
      expect(bench.requests()).toEqual([subject.requests.condition]);
    });
  });
}
