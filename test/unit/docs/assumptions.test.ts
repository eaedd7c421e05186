/** The assumptions of the facts: each has an ID, a source, a probe or none, and a row in its service's page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { probes } from "../../../scripts/live/probes.ts";
import { withTable } from "../../../scripts/live/table.ts";
import { findService } from "../../../src/backends/registry";
import { type ProbeName, probeNames } from "../../../src/core/assumptions";
import { serviceNames } from "../../../src/core/services";
import { repository } from "../../docs/pages";

const assumptionsOf = (service: string) => findService(service)?.facts.assumptions ?? [];
const live = readFileSync(join(repository, "docs/contributing/live.md"), "utf8");

describe.each(serviceNames)("%s", (service) => {
  it("lists what it assumes in its page, as its facts have it (npm run assumptions)", () => {
    const page = readFileSync(join(repository, `docs/services/${service}.md`), "utf8");
    expect(page).toBe(withTable(page, assumptionsOf(service)));
    expect(page).toContain("| what is taken to be so | source | probe |");
  });

  it("gives each assumption an ID of its own, and one sentence without a full stop", () => {
    const ids = assumptionsOf(service).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(5);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { statement } of assumptionsOf(service)) expect(statement).not.toMatch(/[.|\n]$/);
  });

  it("tries how long reads lag, whose keys these are, and an image that is not there", () => {
    const tried = assumptionsOf(service).flatMap(({ probe }) => probe?.name ?? []);
    const common: ProbeName[] = ["read-lag", "whose-keys", "missing-image-read", "missing-image-look"];
    expect(tried).toEqual(expect.arrayContaining(common));
  });

  it("assumes of a size what its facts send", () => {
    const { capacity } = findService(service)?.facts ?? {};
    const sizes = assumptionsOf(service).filter(
      ({ id }) => id.endsWith("-in-one-call") && !id.startsWith("both"),
    );
    for (const { id, statement } of sizes) {
      const size = id.startsWith("additions") ? capacity?.add : capacity?.remove;
      expect(statement).toContain(` ${size} accounts`);
    }
  });
});

it("has a probe for each name, each used by a service and described on the page of the live run", () => {
  expect(Object.keys(probes).sort()).toEqual([...probeNames].sort());
  const used = serviceNames.flatMap((service) =>
    assumptionsOf(service).flatMap(({ probe }) => probe?.name ?? []),
  );
  for (const name of probeNames) {
    expect(used).toContain(name);
    expect(live).toMatch(new RegExp(`^\\| \`${name}\` \\|`, "m"));
  }
});
