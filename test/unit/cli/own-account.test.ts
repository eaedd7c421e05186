/** The owner of an image in the list of a file: no drift, not sent, and said in a line. */
import type { Emulator } from "../../../src/emulator";
import { isIdentityCall } from "../../support/services";
import { keysOf, ownerOf, samples, startTwoKeys } from "../provider/two-keys";
import { cli } from "./support";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startTwoKeys();
});

afterEach(() => emulator.close());

function file(shares: readonly unknown[]): string {
  const sections = Object.entries(keysOf("A")).map(([cloud, section]) => [`image-share:${cloud}`, section]);
  const config = {
    "image-share:endpoint": emulator.url,
    "image-share:shares": shares,
    ...Object.fromEntries(sections),
  };
  return JSON.stringify({ config });
}

const count = samples.length;
const all = samples.map(({ image, accounts, cloud }) => ({
  ...image,
  accounts: [accounts[0], ownerOf[cloud]],
  exclusive: true,
}));

it("is no drift to check, and nothing to share to apply, on any service", async () => {
  const stdin = file(all);
  const applied = await cli(["apply", "--config", "-", "--yes"], { stdin });
  expect([applied.code, applied.stdout]).toEqual([
    0,
    expect.stringContaining(`${count} images: ${count} changed`),
  ]);
  for (const { image, accounts } of samples) expect(emulator.accounts(image)).toEqual([accounts[0]]);
  const again = await cli(["apply", "--config", "-", "--yes"], { stdin });
  expect([again.code, again.stdout]).toEqual([0, `${count} images: ${count} as listed before\n`]);
  const checked = await cli(["check", "--config", "-"], { stdin });
  expect([checked.code, checked.stdout]).toEqual([0, `${count} images: ${count} as listed\n`]);
  for (const run of [applied, again, checked]) {
    expect(run.stderr.match(/ owns the image: it has access without a share/g)).toHaveLength(count);
    expect(run.stdout).not.toMatch(new RegExp(Object.values(ownerOf).join("|")));
  }
  // One for each cloud and command: each of them lists an account that has no access. A login tells it besides.
  const asking = new Set(samples.filter(({ isTold }) => !isTold).map(({ cloud }) => cloud));
  expect(emulator.calls().filter(isIdentityCall)).toHaveLength(3 * asking.size);
});

it("is left out of what apply shows and reports as JSON", async () => {
  const { stdout, stderr, code } = await cli(["apply", "--config", "-", "--yes", "--json"], {
    stdin: file(all),
  });
  expect(code).toBe(0);
  for (const { gains, gained } of JSON.parse(stdout).images) {
    expect([gains.length, gained.length]).toEqual([1, 1]);
    expect(Object.values(ownerOf)).not.toContain(gains[0]);
  }
  expect(stderr).toContain("owns the image");
});

it("revokes nobody by a list of the owner alone", async () => {
  const shares = samples.map(({ image, accounts, cloud }) => {
    emulator.share(image, [accounts[0]]);
    return { ...image, accounts: [ownerOf[cloud]], exclusive: true };
  });
  const { code, stdout } = await cli(["apply", "--config", "-", "--yes"], { stdin: file(shares) });
  expect([code, stdout]).toEqual([3, expect.stringContaining("accounts lists only the owner of the image")]);
  for (const { image, accounts } of samples) expect(emulator.accounts(image)).toEqual([accounts[0]]);
});
