/** A provider process beside an AMI of the emulator, for tests of AWS EC2's grantees. */
import { type Emulator, startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";

export type Properties = Record<string, unknown>;

export const image = {
  service: "aws-ec2",
  region: "eu-central-1",
  imageId: "ami-0123456789abcdef0",
} as const;
export const id = "aws-ec2/eu-central-1/ami-0123456789abcdef0";
export const [alice, bob] = ["012345678901", "012345678902"] as const;
const organization = (name: string) => `arn:aws:organizations::111122223333:organization/o-${name}00000`;
const unit = (name: string) => `arn:aws:organizations::111122223333:ou/o-aaaaa00000/ou-ab12-${name}000`;
export const [acme, initech] = [organization("acme0"), organization("inite")] as const;
export const [sales, support] = [unit("sales"), unit("suppo")] as const;

interface Answer {
  readonly id: string;
  readonly outs: Properties;
  readonly props: Properties;
  readonly inputs: Properties;
  readonly changes: boolean;
  readonly failures: { readonly reason: string }[];
}

export const exclusive = (lists: Properties): Properties => ({ ...image, ...lists, exclusive: true });
export const additive = (lists: Properties): Properties => ({ ...image, ...lists, exclusive: false });

/** For all tests of a file: each has an emulator of its own, with the image. */
export function useAmi() {
  let running: Emulator | undefined;
  let printed: string[] = [];
  const emulator = (): Emulator => {
    if (running === undefined) throw new Error("to be used in tests only");
    return running;
  };

  beforeEach(async () => {
    running = await startEmulator();
    running.putImage(image);
    printed = [];
    jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...text.split("\n")));
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await running?.close();
  });

  /** A provider process: what the engine asks in one command. */
  function provider(more: Properties = {}) {
    const rawConfig: Properties = {
      "image-share:endpoint": emulator().url,
      "image-share:aws": JSON.stringify({ accessKeyId: "emulator", secretAccessKey: "emulator-secret" }),
      ...more,
    };
    const config = { get: (key: string) => rawConfig[key] as string | undefined, rawConfig };
    return (method: Parameters<typeof handle>[0], ...args: unknown[]) =>
      handle(method, config, args) as Promise<Answer>;
  }
  type Call = ReturnType<typeof provider>;

  async function create(news: Properties, call: Call = provider()): Promise<Properties> {
    const { inputs, failures } = await call("check", {}, news);
    expect(failures).toEqual([]);
    return (await call("create", inputs)).outs;
  }

  /** What `up` asks of a resource that is in state. @returns what state holds afterwards */
  async function up(olds: Properties, news: Properties, call: Call = provider()): Promise<Properties> {
    const { inputs, failures } = await call("check", olds, news);
    expect(failures).toEqual([]);
    const { changes } = await call("diff", id, olds, inputs);
    return changes ? (await call("update", id, olds, inputs)).outs : olds;
  }

  return {
    get emulator() {
      return emulator();
    },
    provider,
    create,
    up,
    live: () => emulator().accounts(image).toSorted(),
    actions: () =>
      emulator()
        .calls()
        .map(({ action }) => action),
    /** What was printed since the last `forget`. */
    said: () => printed.join("\n"),
    forget: () => printed.splice(0),
  };
}
