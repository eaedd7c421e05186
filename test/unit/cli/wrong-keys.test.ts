/** The command line has no state: it says whose keys did not find an image, so that the user sees the wrong ones. */
import type { Emulator } from "../../../src/emulator";
import { isIdentityCall, subjects } from "../../support/services";
import { keysOf, ownerOf, samples, startTwoKeys, strangerOf } from "../provider/two-keys";
import { cli } from "./support";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startTwoKeys();
});

afterEach(() => emulator.close());

function fileFor(who: "A" | "B", shares: readonly unknown[]): string {
  const sections = Object.entries(keysOf(who)).map(([cloud, section]) => [`image-share:${cloud}`, section]);
  const config = {
    "image-share:endpoint": emulator.url,
    "image-share:shares": shares,
    ...Object.fromEntries(sections),
  };
  return JSON.stringify({ config });
}

/** Services that answer keys of another account as if the image did not exist; the others refuse them by name. */
const silent = samples.filter(({ image }) => subjects[image.service].hidesOthersImages);

describe.each(samples.map((sample) => ({ service: sample.image.service, sample })))(
  "$service",
  ({ sample }) => {
    const { image, accounts, cloud } = sample;
    const where = [
      "--service",
      image.service,
      ...("region" in image ? ["--region", image.region ?? ""] : []),
    ];
    const show = (who: "A" | "B") =>
      cli(["show", ...where, "--image", image.imageId, "--config", "-"], { stdin: fileFor(who, []) });

    it.each(["A", "B"] as const)(
      "says whose keys did not find an image that was deleted: %s",
      async (who) => {
        emulator.removeImage(image);
        const account = who === "A" ? ownerOf[cloud] : strangerOf[cloud];
        const stdin = fileFor(who, [{ ...image, accounts: [accounts[0]], exclusive: true }]);
        const shown = await show(who);
        expect(shown.code).toBe(1);
        expect(shown.stderr).toMatch(
          new RegExp(`Keys: image-share:${cloud}.*, of account ${account}\\. See docs/errors.md#image-gone`),
        );
        const checked = await cli(["check", "--config", "-"], { stdin });
        expect([checked.code, checked.stdout]).toEqual([
          2,
          expect.stringContaining(`, of account ${account}.`),
        ]);
        const applied = await cli(["apply", "--config", "-", "--yes"], { stdin });
        expect([applied.code, applied.stdout]).toEqual([
          1,
          expect.stringContaining(`, of account ${account}.`),
        ]);
        // Each command is a process of its own.
        expect(emulator.calls().filter(isIdentityCall)).toHaveLength(sample.isTold ? 0 : 3);
      },
    );

    it("changes nothing with keys of another account, and calls nothing done", async () => {
      emulator.share(image, [accounts[0]]);
      const stdin = fileFor("B", [{ ...image, accounts: [accounts[1]], exclusive: true }]);
      expect((await show("B")).code).toBe(1);
      const checked = await cli(["check", "--config", "-"], { stdin });
      expect(checked.code).not.toBe(0);
      const applied = await cli(["apply", "--config", "-", "--yes"], { stdin });
      expect(applied.code).toBe(1);
      expect(emulator.accounts(image)).toEqual([accounts[0]]);
      if (silent.includes(sample)) {
        for (const { stdout } of [checked, applied]) {
          expect(stdout).toContain(`, of account ${strangerOf[cloud]}.`);
        }
      }
    });

    it("asks for no identity while the image is found and nothing is to be added", async () => {
      emulator.share(image, [accounts[0]]);
      const stdin = fileFor("A", [{ ...image, accounts: [accounts[0]], exclusive: true }]);
      await show("A");
      await cli(["check", "--config", "-"], { stdin });
      await cli(["apply", "--config", "-", "--yes"], { stdin });
      expect(emulator.calls().filter(isIdentityCall)).toEqual([]);
    });
  },
);
