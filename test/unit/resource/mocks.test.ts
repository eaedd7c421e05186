/** A program's unit tests, under the SDK's own mocks: no provider runs, and nothing is called. */
import * as pulumi from "@pulumi/pulumi";
import { getImageShare, getImageShareOutput, ImageShare, ImageShareSet } from "../../../src";

const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const accounts = ["100000000001"];

/** Answers with what it is given, as the SDK's documentation does, and remembers it. */
async function mock(answer: (token: string) => Record<string, unknown> = () => ({})) {
  const made: pulumi.runtime.MockResourceArgs[] = [];
  const called: pulumi.runtime.MockCallArgs[] = [];
  await pulumi.runtime.setMocks({
    newResource(args) {
      made.push(args);
      return { id: `${args.name}_id`, state: args.inputs };
    },
    call(args) {
      called.push(args);
      return answer(args.token);
    },
  });
  return { made, called };
}

function resolved<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    output.apply((value) => resolve(value as pulumi.Unwrap<T>));
  });
}

describe("a program under mocks", () => {
  it.each(["first", "second"])("makes its share again in the %s test", async () => {
    const { made } = await mock();
    const share = new ImageShare("golden", { ...image, accounts });
    expect(await resolved(share.accounts)).toEqual(accounts);
    expect(await resolved(share.imageId)).toBe(image.imageId);
    expect(made.map(({ name, type, inputs }) => [name, type, inputs.accounts])).toEqual([
      ["golden", "pulumi-nodejs:dynamic/image-share:ImageShare", accounts],
    ]);
  });

  it("a program under mocks is refused two resources for one image within one test", async () => {
    await mock();
    new ImageShare("golden", { ...image, accounts });
    expect(() => new ImageShare("again", { ...image, accounts })).toThrow(
      'img-6pb6lrmy (ap-guangzhou): two resources, "golden" and "again", share this image',
    );
  });

  it("a program under mocks is told so when both have one name", async () => {
    await mock();
    new ImageShare("golden", { ...image, accounts });
    expect(() => new ImageShare("golden", { ...image, accounts })).toThrow(
      'two resources, both named "golden", share this image',
    );
  });

  it("a program under mocks has a set whose outputs resolve, though no provider has computed them", async () => {
    const { made } = await mock();
    const set = new ImageShareSet("release", { accounts, images: { gz: image } });
    expect(await resolved(set.foreignAccounts)).toEqual({});
    expect(await resolved(set.accounts)).toEqual({ gz: accounts });
    expect(made.map(({ name }) => name)).toEqual(["release", "release-gz"]);
  });

  it("looks at an image through the mocks' call", async () => {
    const { called } = await mock(() => ({ accounts: ["100000000002"] }));
    expect(await getImageShare(image)).toEqual({ ...image, accounts: ["100000000002"] });
    expect(called.map(({ token, inputs }) => [token, inputs])).toEqual([
      ["image-share:index:getImageShare", image],
    ]);
  });

  it("looks at an image that is shared with nobody where the mocks say nothing of it", async () => {
    await mock();
    const looked = getImageShareOutput({ ...image, imageId: pulumi.output(image.imageId) });
    expect(await resolved(looked)).toEqual({ ...image, accounts: [] });
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["credentials", { credentials: "reader" }],
    ["an option without a value", { parent: undefined }],
  ])("looks at a share that it does not manage through the mocks' resources, given %s", async (_, state) => {
    const { made } = await mock();
    const given = state as { credentials?: string } | undefined;
    const share = ImageShare.get("looked", "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy", given);
    await resolved(share.urn);
    expect(made.map(({ name, id }) => [name, id])).toEqual([
      ["looked", "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy"],
    ]);
  });
});
