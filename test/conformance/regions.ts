import type { RegionPage } from "../../src/core/backend";
import type { Fault } from "../../src/emulator";
import type { Subject } from "../support/services";
import { CALL_OPTIONS, connect, failureOf, setUp } from "./bench";

export function regions(subject: Subject): void {
  const { target } = subject;

  describe("listRegions", () => {
    if (subject.login !== undefined) {
      it("finds the regions that were told with the login, in no request of its own", async () => {
        const bench = await setUp(subject);
        for (const region of ["RegionTwo", "gra.11"]) bench.emulator.putImage({ ...target, region });
        const backend = await connect(subject, bench.emulator.url);
        const page = await backend.listRegions?.(undefined, CALL_OPTIONS);
        expect(page?.regions.toSorted()).toEqual(["RegionOne", "RegionTwo", "gra.11"]);
        expect(page?.next).toBeUndefined();
        expect(bench.requests()).toMatchObject([{ action: subject.login?.action }]);
      });
      return;
    }
    if (target.region === undefined) {
      it("is absent, because there is nothing to ask", async () => {
        const { backend } = await setUp(subject);
        expect(backend.listRegions).toBeUndefined();
      });
      return;
    }

    const regional = async (count: number) => {
      const bench = await setUp(subject);
      const names = Array.from({ length: count }, (_, index) => `eu-test-${index + 1}`);
      for (const region of names) bench.emulator.putImage({ ...target, region });
      const ask = async (page?: string): Promise<RegionPage> => {
        if (bench.backend.listRegions === undefined) throw new Error("the backend cannot list its regions");
        return bench.backend.listRegions(page, CALL_OPTIONS);
      };
      const list = async () => {
        const found: string[] = [];
        let next: string | undefined;
        do {
          const page = await ask(next);
          found.push(...page.regions);
          next = page.next;
        } while (next !== undefined);
        return found;
      };
      return { ...bench, names, list };
    };

    it("finds every region, over all pages", async () => {
      const { list, names } = await regional(40);
      const found = await list();
      expect(found).toEqual(expect.arrayContaining([...names, target.region]));
      expect(new Set(found).size).toBe(found.length);
    });

    it("sends no parameter with the first page", async () => {
      const { list, requests } = await regional(1);
      await list();
      expect(requests()).toEqual([{ action: expect.stringMatching(/Regions$/), parameters: {} }]);
    });

    it.each<[string, Fault, string]>([
      ["a throttled call", { kind: "throttle" }, "throttled"],
      ["a 500 in the vendor's words", { kind: "status", status: 500 }, "ambiguous"],
      ["a page of HTML that says 200", { kind: "html", status: 200 }, "ambiguous"],
      ["a reset", { kind: "reset", when: "after" }, "ambiguous"],
    ])("takes %s for what it is, and sends nothing again", async (_what, fault, meaning) => {
      const { list, emulator, requests } = await regional(1);
      emulator.injectFault(fault);
      expect(await failureOf(list())).toMatchObject({ meaning });
      expect(requests()).toHaveLength(1);
    });
  });
}
