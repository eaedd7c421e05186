import { entryOf, someAccounts } from "./bench";
import type { Subject } from "./subject";

export function facts(subject: Subject): void {
  describe("facts", () => {
    const { facts } = entryOf(subject);

    it("take accounts, images and regions of their own kind", () => {
      for (const account of [...someAccounts(subject, 3), facts.account.example]) {
        expect(account).toMatch(facts.account.pattern);
      }
      for (const image of [subject.target.imageId, facts.imageId.example]) {
        expect(image).toMatch(facts.imageId.pattern);
      }
      for (const region of [subject.target.region, facts.region?.example]) {
        if (facts.region === undefined) expect(region).toBeUndefined();
        else expect(region).toMatch(facts.region.pattern);
      }
    });

    it.each(["", " ", "*", "all", "1e11", ...subject.notAccounts])(
      "do not take %j for an account",
      (text) => {
        expect(text).not.toMatch(facts.account.pattern);
      },
    );

    it.each(["", " ", "*", ...subject.notImages])("do not take %j for an image", (text) => {
      expect(text).not.toMatch(facts.imageId.pattern);
    });
  });
}
