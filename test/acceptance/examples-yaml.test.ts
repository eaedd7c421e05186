/** The example of each service in YAML, as it stands, on the real engine. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "../e2e/harness/installation";
import { useWorld } from "../e2e/harness/world";
import { yamlExample } from "../e2e/plugin/yaml-world";
import { everySubject } from "../support/services";

interface Example {
  readonly resources: Readonly<Record<string, { readonly properties: Properties }>>;
}

interface Properties {
  readonly service: string;
  readonly region?: string;
  readonly imageId: string;
  readonly accounts: string[];
}

describe.each(everySubject)("examples/yaml/$target.service", ({ cloud, target, section }) => {
  const { service } = target;
  const world = useWorld(yamlExample(service));
  const text = readFileSync(join(repository, "examples/yaml", service, "Pulumi.yaml"), "utf8");
  const shares = Object.values((parse(text) as Example).resources).map(({ properties }) => properties);

  it("is one share of that service, with the configuration that it names", () => {
    expect(shares.map((share) => share.service)).toEqual([service]);
    const keys = Object.keys(section(world.emulator.credentials)).map((key) => `image-share:${cloud}.${key}`);
    for (const key of keys) expect(text).toContain(`${key} `);
  });

  it("says who will gain access, shares, finds nothing to do, and takes everything back", async () => {
    const { emulator, stack } = world;
    const [share] = shares;
    const accounts = share?.accounts ?? [];
    const image = { ...target, imageId: share?.imageId ?? "" };
    emulator.putImage(image);
    stack.setConfig({ [`image-share:${cloud}`]: section(emulator.credentials) });
    const preview = await stack.preview();
    expect(preview.saidOfResources).toContainEqual(
      expect.stringContaining(`will gain access: ${accounts.join(", ")}`),
    );
    await stack.up();
    expect(emulator.accounts(image).sort()).toEqual(accounts);
    expect((await stack.up()).resources).toEqual(["2 unchanged"]);
    await stack.destroy();
    expect(emulator.accounts(image)).toEqual([]);
  });
});
