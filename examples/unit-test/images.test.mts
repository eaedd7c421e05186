import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { getImageShare, ImageShare, ImageShareSet } from "pulumi-image-share";

const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;

/** Each test begins a run of its own: no engine, no provider, no network. */
beforeEach(() =>
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}_id`, state: inputs }),
    call: () => ({ accounts: ["100000000009"] }),
  }),
);

function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => void output.apply(resolve));
}

test("every image goes to every customer", async () => {
  const set = new ImageShareSet("release", { accounts: ["100000000001"], images: { guangzhou: image } });
  assert.deepEqual(await known(set.accounts), { guangzhou: ["100000000001"] });
});

test("one image is shared by one resource", () => {
  new ImageShare("golden", { ...image, accounts: ["100000000001"] });
  assert.throws(() => new ImageShare("again", { ...image, accounts: [] }), /two resources/);
});

test("who has access is what the mocks say", async () => {
  assert.deepEqual((await getImageShare(image)).accounts, ["100000000009"]);
});
