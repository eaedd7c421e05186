/**
 * An `up` of many batches that ends by SIGKILL: the engine with all that it started, or the provider process alone.
 * Every point at which that can happen has an image of its own, so that one blow hits all of them.
 */

import type { CallRecord, Fault, Target } from "../../src/emulator";
import { killProvider } from "../e2e/harness/processes";
import { until } from "../e2e/harness/until";
import { hosts } from "../e2e/plugin/hosts";

const action = "ModifyImageSharePermission";
const reading = "DescribeImageSharePermission";
const stranger = "1234567890999999";

const accounts = (count: number) =>
  Array.from({ length: count }, (_, index) => `12345678901234${10 + index}`);

/** Where the blow falls, and how many of an image's writes were carried out by then. */
interface Point {
  readonly name: string;
  readonly hang: Fault;
  readonly carriedOut: number;
}

const afterWrite = (number: number): Point => ({
  name: `after-write-${number}`,
  hang: { kind: "hang", when: "after", action, skip: number - 1 },
  carriedOut: number,
});

function points(writes: number): Point[] {
  return [
    { name: "before-write-1", hang: { kind: "hang", when: "before", action }, carriedOut: 0 },
    afterWrite(1),
    { name: "before-write-3", hang: { kind: "hang", when: "before", action, skip: 2 }, carriedOut: 2 },
    afterWrite(3),
    afterWrite(writes),
    {
      name: "at-the-closing-read",
      hang: { kind: "hang", when: "after", action: reading, skip: 1 },
      carriedOut: writes,
    },
  ];
}

/** Fills the image up to the vendor's fifty, with the stranger's place: ten accounts a call. */
const created = accounts(49);
const CREATING = 5;

/** All but the first lose access: one account a call. */
const narrowed = accounts(6);
const REMOVING = 5;

const ecs = points(CREATING).map((point, index) => ({
  point,
  target: { service: "alicloud-ecs", region: "cn-hangzhou", imageId: `m-bpbatches0${index}` } as const,
}));

const ens = points(REMOVING).map((point, index) => ({
  point,
  target: { service: "alicloud-ens", imageId: `m-ensbatches0${index}` } as const,
}));

const images: readonly { readonly point: Point; readonly target: Target }[] = [...ecs, ...ens];

const nameOf = ({ point, target }: (typeof images)[number]) => `${target.service}-${point.name}`;

const spec = (image: (typeof images)[number], listed: readonly string[]) =>
  [nameOf(image), { ...image.target, accounts: listed, exclusive: false }] as const;

const isWriteOf =
  ({ imageId }: Target) =>
  (call: CallRecord) =>
    call.action === action && call.imageIds.includes(imageId);

const victims = ["the engine and all that it started", "the provider process"];
const cases = hosts.flatMap((host) => victims.map((victim) => ({ host, victim })));

describe.each(cases)("killing $victim, with $host.name,", ({ host, victim }) => {
  const world = host.useWorld();
  const isWhole = victim !== "the provider process";

  const live = () => images.map(({ target }) => world.emulator.accounts(target).sort());
  const everyImage = (ofEcs: readonly string[], ofEns: readonly string[]) => [
    ...ecs.map(() => [...ofEcs]),
    ...ens.map(() => [...ofEns]),
  ];

  it("in the middle of batches leaves what was carried out, and nobody else touched", async () => {
    const { emulator, stack } = world;
    const { id, secret } = emulator.credentials;
    stack.setConfig({ "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret } });
    for (const { target } of ecs) emulator.putImage({ ...target, accounts: [stranger] });
    for (const { target } of ens) emulator.putImage({ ...target, accounts: [stranger] });
    host.setShares(world, Object.fromEntries(ens.map((image) => spec(image, narrowed))));
    await stack.up();

    const wanted = [
      ...ecs.map((image) => spec(image, created)),
      ...ens.map((image) => spec(image, narrowed.slice(0, 1))),
    ];
    host.setShares(world, Object.fromEntries(wanted));
    const faults = images.map(({ point, target }) =>
      emulator.injectFault({ ...point.hang, imageId: target.imageId, times: 1 }),
    );
    const command = stack.start(["up", "--yes", "--skip-preview", "--parallel", String(images.length)]);
    await until(() => faults.every((fault) => fault.fired() === 1));
    if (isWhole) command.kill();
    else killProvider(stack);
    const { code, output } = await command.finished;
    expect({ failed: code !== 0, output }).toMatchObject({ failed: true });
    // What the documentation says of it is in the engine's words.
    if (!isWhole && host.isPlugin) expect(output).toContain("pulumi-resource-image-share exited prematurely");
    expect(live()).toEqual([
      ...ecs.map(({ point }) => [...created.slice(0, 10 * point.carriedOut), stranger]),
      ...ens.map(({ point }) => [
        ...narrowed.slice(0, 1),
        ...narrowed.slice(1 + point.carriedOut, narrowed.length),
        stranger,
      ]),
    ]);
  });

  it("lets the next up converge by the writes that are left, and no other", async () => {
    const { emulator, stack } = world;
    emulator.clearFaults();
    if (isWhole) await stack.run(["cancel", "--yes"]);
    await stack.up();
    expect(live()).toEqual(everyImage([...created, stranger], [...narrowed.slice(0, 1), stranger]));
    const counts = images.map((image) => [
      nameOf(image),
      emulator.calls().filter(isWriteOf(image.target)).length,
    ]);
    expect(counts).toEqual(images.map((image) => [nameOf(image), CREATING - image.point.carriedOut]));

    const state = await stack.state();
    for (const image of images) {
      expect(state[nameOf(image)]?.outputs).toMatchObject({
        accounts: image.target.service === "alicloud-ecs" ? created : narrowed.slice(0, 1),
        foreignAccounts: [stranger],
      });
    }
  });

  it("leaks nothing: a destroy takes back all that both shared, and leaves the stranger", async () => {
    await world.stack.destroy();
    expect(live()).toEqual(everyImage([stranger], [stranger]));
  });
});
