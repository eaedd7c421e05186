/** The example in YAML as it stands, a share for each service. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ServiceName } from "../../../src/core/services";
import { everySubject } from "../../support/services";
import { repository } from "../harness/installation";
import { useWorld } from "../harness/world";
import { yamlExample } from "./yaml-world";

const folder = join(repository, "examples/yaml");
const world = useWorld(yamlExample("."));

interface Properties {
  readonly service: ServiceName;
  readonly region?: string;
  readonly imageId: string;
  readonly accounts: string[];
}

const { resources } = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as {
  resources: Record<string, { properties: Properties }>;
};
const images = Object.values(resources).map(({ properties }) => properties);

it("has a share for each service", () => {
  const services = everySubject.map(({ target }) => target.service);
  expect(images.map(({ service }) => service).sort()).toEqual(services.sort());
});

it("shares each image, finds that nothing is to be done, and takes everything back", async () => {
  const { emulator, stack } = world;
  const targets = images.map(({ service, region, imageId }) =>
    region === undefined ? { service, imageId } : { service, region, imageId },
  );
  for (const target of targets) emulator.putImage(target);
  const sections = everySubject.map(({ cloud, section }) => [
    `image-share:${cloud}`,
    section(emulator.credentials),
  ]);
  stack.setConfig(Object.fromEntries(sections));
  await stack.up();
  for (const [index, { accounts }] of images.entries()) {
    const target = targets[index];
    expect(target && emulator.accounts(target).sort()).toEqual(accounts);
  }
  expect((await stack.up()).resources).toEqual([`${images.length + 1} unchanged`]);
  const protectedOne = targets.find(({ service }) => service === "tencentcloud-cvm");
  const run = await stack.destroy();
  expect(run.output).toContain("protectedAccounts protects them");
  for (const target of targets) {
    const left = target === protectedOne ? ["100000000001"] : [];
    expect(emulator.accounts(target)).toEqual(left);
  }
});
