import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configKeys } from "../../../../src/app/config";
import type { ShareArgs } from "../../../../src/core/arguments";
import { cloudNames } from "../../../../src/core/services";
import { stateOf } from "../../../../src/core/state";
import { schemaText } from "../../../../src/provider/plugin/schema";
import { shareInputs, shareOutputs } from "../../../../src/provider/plugin/schema-arguments";

const repository = join(__dirname, "../../../..");
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { version: string };

it("is what the repository holds: after a change, `npm run schema` writes it", () => {
  expect(readFileSync(join(repository, "plugin/schema.json"), "utf8")).toBe(schemaText(version));
});

it("is the schema of which the SDKs' golden files were made: after a change, `npm run sdks` renews them", () => {
  const hashes = readFileSync(join(repository, "test/acceptance/plugin/golden/sha256.txt"), "utf8");
  const hash = createHash("sha256").update(schemaText(version)).digest("hex");
  expect(hashes.split("\n")[0]).toBe(`${hash}  schema.json`);
});

/** The compiler names what is missing here, and what is too much. */
const argumentNames: Readonly<Record<keyof ShareArgs, true>> = {
  service: true,
  region: true,
  imageId: true,
  accounts: true,
  organizationArns: true,
  organizationalUnitArns: true,
  shareToEcs: true,
  snapshots: true,
  exclusive: true,
  protectedAccounts: true,
  maxRemovals: true,
  allowEmpty: true,
  credentials: true,
  timeoutSeconds: true,
};

it("has every argument that some service takes, by its name, and no other", () => {
  expect(Object.keys(shareInputs).sort()).toEqual(Object.keys(argumentNames).sort());
});

it("has every output that state records", () => {
  const args = { service: "s", imageId: "i", region: "r", accounts: ["a"], shareToEcs: true } as const;
  const place = { endpoint: "e", site: "china" };
  const extras = { closed: ["c"], listed: ["l"], owner: "o", place };
  const state = stateOf({ ...args, accounts: ["a"] }, { accounts: [], foreignAccounts: ["f"] }, extras);
  expect(Object.keys(shareOutputs)).toEqual(expect.arrayContaining(Object.keys(state)));
});

it("has every key of the configuration but the quickstart's", () => {
  const { config } = JSON.parse(schemaText(version)) as { config: { variables: object } };
  const keys = configKeys.filter((key) => key !== "shares");
  expect(Object.keys(config.variables).sort()).toEqual(keys.toSorted());
});

it("marks all that may hold keys as secret", () => {
  const { config } = JSON.parse(schemaText(version)) as {
    config: { variables: Record<string, { secret?: boolean }> };
  };
  const secret = Object.entries(config.variables).flatMap(([key, spec]) => (spec.secret ? [key] : []));
  expect(secret.sort()).toEqual([...cloudNames, "profiles"].sort());
});
