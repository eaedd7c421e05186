/** A share belongs to the place that it was made at: a run that calls another endpoint is refused, unless it moves. */
import { type Emulator, startEmulator } from "../../src/emulator";
import type { Run } from "../e2e/harness/run";
import { alice, bob, carol, image, share, useWorld } from "../e2e/harness/world";

// The stack is made at P, and pointed at T.
const world = useWorld();
const golden = image("golden");
let elsewhere: Emulator;

const P = () => world.emulator;
const T = () => elsewhere;
const pointAt = (emulator: Emulator, more = {}) =>
  world.stack.setConfig({ "image-share:endpoint": emulator.url, ...more });

beforeAll(async () => {
  elsewhere = await startEmulator({
    credentials: [{ id: P().credentials.id, secret: P().credentials.secret }],
  });
});

afterAll(() => elsewhere.close());

beforeEach(async () => {
  for (const emulator of [P(), T()]) emulator.putImage({ ...golden, accounts: [] });
  T().share(golden, [carol]);
  pointAt(P());
  world.stack.setShares([share("golden", golden, [alice, bob])]);
  await world.stack.up();
  expect(P().accounts(golden)).toEqual([alice, bob]);
  T().clearCalls();
});

afterEach(async () => {
  // Whatever a failed test has left.
  await world.stack.run(["stack", "rm", "--yes", "--force", "--preserve-config"]);
  await world.stack.run(["stack", "init", "test"]);
});

/** Each as often as it is different: the engine shows a line while it works, and at the end. */
const endpointLines = ({ output }: Run) => [
  ...new Set(output.match(/image-share: calls go to \S+ \([\w:.-]+\)/g)),
];
const lineOf = (emulator: Emulator) => `image-share: calls go to ${emulator.url} (image-share:endpoint)`;

/** The refusal names the image, both endpoints, and what to write. */
function expectRefused(run: Run): void {
  const text = run.output.replaceAll(/\s+/g, " ");
  expect(text).toContain(
    `${golden.imageId} (ap-guangzhou): the share was made at ${P().url}, according to state, and this run calls ` +
      `${T().url}, as image-share:endpoint says: nothing was changed.`,
  );
  expect(text).toContain(`Set image-share:endpoint to ${P().url}`);
  expect(text).toContain("docs/errors.md#wrong-endpoint");
  expect(endpointLines(run)).toEqual([lineOf(T())]);
  expect(T().calls()).toEqual([]);
  expect(P().accounts(golden)).toEqual([alice, bob]);
  expect(T().accounts(golden)).toEqual([carol]);
}

it("refuses a run with another endpoint, until it is set back, whatever the command", async () => {
  pointAt(T());
  expectRefused(await world.stack.failing("preview"));
  // The engine's own copy of the configuration is that of the last run that deployed, so this is P's.
  expect(endpointLines(await world.stack.refresh())).toEqual([lineOf(P())]);
  expectRefused(await world.stack.failing("refresh", "--run-program"));
  expectRefused(await world.stack.failing("destroy", "--run-program"));
  expectRefused(await world.stack.failing("up"));
  // Now it is T's, although the up was refused.
  expectRefused(await world.stack.failing("refresh"));
  const destroy = await world.stack.failing("destroy");
  expectRefused(destroy);
  expect(destroy.output.replaceAll(/\s+/g, " ")).toContain(
    "A refresh and a destroy go by the configuration of the last `pulumi up`",
  );
  pointAt(P());
  expect((await world.stack.up()).writes).toEqual([]);
  await world.stack.destroy();
  expect(P().accounts(golden)).toEqual([]);
});

it("names the endpoint before the first write of a destroy, which goes by the configuration of the last up", async () => {
  pointAt(T());
  const run = await world.stack.destroy();
  expect(endpointLines(run)).toEqual([lineOf(P())]);
  expect(run.writes).toEqual([`cancel ${golden.imageId} ${alice} ${bob}`]);
  expect(P().accounts(golden)).toEqual([]);
  expect(T().calls()).toEqual([]);
});

it("revokes at the old endpoint, and names it, when the last share leaves in the edit that changes it", async () => {
  pointAt(T());
  world.stack.setShares([]);
  const run = await world.stack.up();
  expect(endpointLines(run)).toEqual([lineOf(P())]);
  expect(run.writes).toEqual([`cancel ${golden.imageId} ${alice} ${bob}`]);
  expect([P().accounts(golden), T().accounts(golden)]).toEqual([[], [carol]]);
});

it("moves where the configuration means it: as a new share there, with a line of who is left here", async () => {
  pointAt(T(), { "image-share:moveEndpoint": true });
  const left =
    `${golden.imageId} (ap-guangzhou): moves from ${P().url} to ${T().url} (image-share:moveEndpoint); at ${P().url}, ` +
    `these keep access, and no share lists them any more: ${alice}, ${bob}`;
  const preview = await world.stack.preview();
  expect(preview.told).toContain(left);
  expect(preview.output).toMatch(new RegExp(`would gain access: ${alice}, ${bob}`));
  // Carol is not the share's, and exclusive is not written.
  const refused = await world.stack.failing("up");
  expect(refused.output).toContain("docs/errors.md#exclusive-not-written");
  expect(T().accounts(golden)).toEqual([carol]);
  world.stack.setShares([share("golden", golden, [alice, bob], { exclusive: true })]);
  const run = await world.stack.up();
  expect(run.told).toContain(left);
  expect(P().accounts(golden)).toEqual([alice, bob]);
  expect(T().accounts(golden)).toEqual([alice, bob]);
  expect((await world.stack.state()).golden?.outputs).toMatchObject({ endpoint: T().url });
  pointAt(T());
  const again = await world.stack.up();
  expect(again.resources).toEqual(["2 unchanged"]);
  await world.stack.destroy();
  expect([P().accounts(golden), T().accounts(golden)]).toEqual([[alice, bob], []]);
});
