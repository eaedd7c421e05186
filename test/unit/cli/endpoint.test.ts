/** Whatever a command asks of a cloud, it says on stderr where that is, when it is not the vendor. */
import { type Emulator, startEmulator } from "../../../src/emulator";
import { alice, credential, image, useWorkspace, wholeCli } from "./support";

const workspace = useWorkspace();
const golden = image("golden");
const shares = [{ ...golden, accounts: [alice], exclusive: true }];
const keys = { secretId: credential.id, secretKey: credential.secret };
let other: Emulator;

beforeAll(async () => {
  other = await startEmulator({ credentials: [credential], rateLimits: false });
});

afterAll(() => other.close());

beforeEach(() => {
  for (const emulator of [workspace.emulator, other]) emulator.putImage({ ...golden, accounts: [alice] });
  other.clearCalls();
});

const show = ["show", "--service", golden.service, "--region", golden.region, "--image", golden.imageId];
const discover = ["discover", "--service", golden.service, "--region", golden.region];
const lines = (stderr: string) => stderr.split("\n").filter((line) => line.includes("calls go to"));

it.each([
  ["show", show],
  ["discover", discover],
  ["check", ["check"]],
  ["apply", ["apply", "--yes"]],
])("%s names the endpoint once, on stderr alone, first", async (_name, args) => {
  const run = await wholeCli([...args, "--json", "--config", workspace.stack(shares)]);
  expect(run.code).toBe(0);
  const line = `image-share: calls go to ${workspace.emulator.url} (image-share:endpoint)`;
  expect(lines(run.stderr)).toEqual([line]);
  expect(run.stderr.startsWith(line)).toBe(true);
  expect(() => JSON.parse(run.stdout)).not.toThrow();
});

it("goes to the cloud's own endpoint before that of all clouds", async () => {
  const own = { "image-share:tencentcloud": { ...keys, endpoint: other.url } };
  const run = await wholeCli(["check", "--config", workspace.stack(shares, own)]);
  expect(run).toMatchObject({ code: 0 });
  expect(lines(run.stderr)).toEqual([
    `image-share: calls go to ${other.url} (image-share:tencentcloud.endpoint); all others to ` +
      `${workspace.emulator.url} (image-share:endpoint)`,
  ]);
  expect([workspace.emulator.calls(), other.calls().length]).toEqual([[], 1]);
});

it("goes where --endpoint says before anything that the file says", async () => {
  const own = {
    "image-share:tencentcloud": { ...keys, endpoint: "http://127.0.0.1:1" },
    "image-share:endpoint": "http://127.0.0.1:1",
  };
  const run = await wholeCli(["check", "--config", workspace.stack(shares, own), "--endpoint", other.url]);
  expect(run).toMatchObject({ code: 0, stderr: `image-share: calls go to ${other.url} (--endpoint)\n` });
  expect(other.calls()).toHaveLength(1);
});

it("keeps the endpoint of a section whose keys are encrypted", async () => {
  const hidden = { secretId: { secure: "v1:abc" }, secretKey: { secure: "v1:def" }, endpoint: other.url };
  const config = workspace.stack(shares, { "image-share:tencentcloud": hidden });
  const run = await wholeCli(["check", "--config", config]);
  expect(lines(run.stderr)).toEqual([
    expect.stringContaining(`${other.url} (image-share:tencentcloud.endpoint)`),
  ]);
  expect(workspace.emulator.calls()).toEqual([]);
});

it("refuses an endpoint by the name of what says it", async () => {
  const config = workspace.stack(shares, { "image-share:tencentcloud": { ...keys, endpoint: "127.0.0.1" } });
  const ofCloud = await wholeCli(["check", "--config", config]);
  expect(ofCloud.stderr).toMatch(/^image-share:tencentcloud\.endpoint must be an address without a path/);
  const ofOption = await wholeCli([...show, "--endpoint", "http://host/path"]);
  expect(ofOption.stderr).toMatch(/^--endpoint must be an address without a path/);
});
