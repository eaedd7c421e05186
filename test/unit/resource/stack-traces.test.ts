/** What a program's resources cost beside the SDK's own work: stack traces that nobody reads. */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "../../../src/resource/image-share";

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
    call: () => ({}),
  }),
);

const args = { service: "tencentcloud-cvm", region: "ap-guangzhou" } as const;
const accounts = ["100000000001"];
let made = 0;

function share(): ImageShare {
  made += 1;
  return new ImageShare(`share-${made}`, {
    ...args,
    accounts,
    imageId: `img-${String(made).padStart(8, "0")}`,
  });
}

/** How many errors got a stack trace with frames while the work ran. */
function tracesOf(work: () => unknown): number {
  const { prepareStackTrace } = Error;
  let traces = 0;
  Error.prepareStackTrace = (error, frames) => {
    if (frames.length > 0) traces += 1;
    return [String(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
  };
  try {
    work();
    return traces;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

it("a resource makes no stack trace for its outputs: two at most, for its position in the program", () => {
  const limit = Error.stackTraceLimit;
  expect(tracesOf(share)).toBeLessThanOrEqual(2);
  expect(Error.stackTraceLimit).toBe(limit);
});

it("a resource keeps its stack traces where the SDK is asked to show them: four for each output", () => {
  process.env.PULUMI_DEBUG_PROMISE_LEAKS = "true";
  try {
    expect(tracesOf(share)).toBeGreaterThan(50);
  } finally {
    delete process.env.PULUMI_DEBUG_PROMISE_LEAKS;
  }
});

it("the engine still hears where in the program a resource is", async () => {
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) throw new Error("the mocks are not set");
  const requests = jest.spyOn(monitor, "registerResource");
  const { urn } = share();
  await new Promise((resolve) => urn.apply(resolve));
  const [request] = requests.mock.calls.at(-1) ?? [];
  const frames = request?.getStacktrace()?.getFramesList() ?? [];
  expect(frames.map((frame) => frame.getPc()?.getUri())).toContainEqual(
    expect.stringMatching(/stack-traces\.test\.ts$/),
  );
});

it("an error of the SDK names the line of the program, and the limit of stack traces is as it was", () => {
  const limit = Error.stackTraceLimit;
  const nameless = () => new ImageShare("", { ...args, accounts, imageId: "img-nameless" });
  let thrown: unknown;
  try {
    nameless();
  } catch (error) {
    thrown = error;
  }
  expect(String(thrown)).toContain("Missing resource name argument");
  expect((thrown as Error).stack).toContain("stack-traces.test.ts");
  expect(Error.stackTraceLimit).toBe(limit);
});
