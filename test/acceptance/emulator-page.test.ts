/** The emulator's page in a real browser: a person shares, unshares and injects by clicks. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

jest.setTimeout(120_000);

interface Seen {
  readonly shared: { readonly accounts: readonly string[]; readonly said: string };
  readonly unshared: { readonly accounts: readonly string[]; readonly said: string };
  readonly refused: { readonly accounts: readonly string[]; readonly said: string };
  readonly faults: readonly unknown[];
  readonly left: number;
  readonly complaints: readonly string[];
  readonly isHit: boolean;
  readonly axe: readonly string[];
}

const repository = join(__dirname, "../..");
let seen: Seen;

beforeAll(() => {
  const script = join(repository, "scripts/browser/use-emulator.mts");
  const node = join(repository, "node_modules/.bin/node");
  seen = JSON.parse(execFileSync(node, [script], { cwd: repository, encoding: "utf8" })) as Seen;
});

it("shares with the accounts that were typed, and says so", () => {
  expect(seen.shared).toEqual({
    accounts: ["100000000001", "100000000002", "100000000003"],
    said: "shared img-6pb6lrmy",
  });
});

it("takes access from the account whose button was clicked, and from no other", () => {
  expect(seen.unshared).toEqual({
    accounts: ["100000000002", "100000000003"],
    said: "100000000001 lost access to img-6pb6lrmy",
  });
});

it("says why an account is refused, and changes nothing", () => {
  expect(seen.refused.accounts).toEqual(seen.unshared.accounts);
  expect(seen.refused.said).toContain('"acme" is not an account ID of tencentcloud-cvm');
});

it("injects a fault and removes it", () => {
  expect(seen.faults).toEqual([expect.objectContaining({ kind: "throttle", times: 1 })]);
  expect(seen.left).toBe(0);
});

it("says nothing on the console, runs nothing of a name, and has nothing that axe finds", () => {
  expect({ complaints: seen.complaints, isHit: seen.isHit, axe: seen.axe }).toEqual({
    complaints: [],
    isHit: false,
    axe: [],
  });
});
