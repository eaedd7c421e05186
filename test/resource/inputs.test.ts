/** What a program hands to the engine of the shares that it makes. */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "../../src/resource/image-share";
import { ImageShareSet } from "../../src/resource/image-share-set";

const place = { service: "tencentcloud-cvm", region: "ap-guangzhou" } as const;

/** Runs a program with mocks. @returns the inputs of every share, by name */
async function inputsOf(
  program: () => void,
  isPreview: boolean,
): Promise<Record<string, Record<string, unknown>>> {
  const inputs: Record<string, Record<string, unknown>> = {};
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        inputs[args.name] = args.inputs;
        return { id: args.name, state: { foreignAccounts: [], ...args.inputs } };
      },
      call: (args) => args.inputs,
    },
    "program",
    "stack",
    isPreview,
  );
  program();
  await pulumi.runtime.disconnect();
  return inputs;
}

it("tells of a preview, which the engine does not, and of nothing at an up", async () => {
  const make = (imageId: string) => () =>
    new ImageShare("golden", { ...place, imageId, accounts: ["100000000001"] });
  expect((await inputsOf(make("img-preview0"), true)).golden).toHaveProperty("__preview", true);
  expect((await inputsOf(make("img-real0000"), false)).golden).not.toHaveProperty("__preview");
});

it("keeps the known accounts of a set known beside one that is not, each once", async () => {
  const account = "100000000001";
  const later = pulumi.output(pulumi.unknown as string);
  const inputs = await inputsOf(() => {
    new ImageShareSet("release", {
      accounts: [account, "100000000002"],
      images: { gz: { ...place, imageId: "img-setsets0", additionalAccounts: [account, later] } },
    });
  }, true);
  expect(inputs["release-gz"]).toMatchObject({
    accounts: [account, "100000000002", pulumi.unknown],
  });
});
