#!/usr/bin/env node
/**
 * `image-share-emulator`, and `image-share emulator`: the clouds on one port of this machine, to try a program against
 * without an account.
 */
import { Command, InvalidArgumentError } from "commander";
import { type CallRecord, type Emulator, type ImageSeed, startEmulator } from "../emulator";

/** One image of each service, so that a first try needs no seeding. */
const DEMO_IMAGES: readonly ImageSeed[] = [
  { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" },
  { service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm" },
  { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp1emulator" },
  { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-swasemulator" },
  { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-ebgy1og99tfct0gw" },
];

/** Without it, the control API takes no write. */
const JSON_TYPE = "-H 'content-type: application/json'";

interface Options {
  readonly port: number;
  readonly host: string;
  readonly allowHost: readonly string[];
  readonly rateLimits: boolean;
  readonly image: readonly ImageSeed[];
  readonly latency: number;
  readonly strict: boolean;
  readonly quiet: boolean;
}

/** @param name as people call it: a program of its own, or a command of one */
export function emulatorCommand(name: string): Command {
  const command = new Command(name)
    .description(
      "Emulates the image sharing APIs of Alibaba Cloud, Volcengine and Tencent Cloud on one port.",
    )
    .option("--port <port>", "where to listen; 0 takes a free port", wholeNumber, 7070)
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option(
      "--allow-host <name>",
      "a further name of this machine, [:port] or not, for the control API; repeatable",
      (name: string, names: readonly string[]) => [...names, name],
      [],
    )
    .option("--image <target>", "seed <service>/<region>/<imageId>[=<state>]; repeatable", seedImage, [])
    .option("--latency <ms>", "answer every call this much later", wholeNumber, 0)
    .option(
      "--strict",
      "refuse repeated shares and absent cancels, where the vendors' pages are silent",
      false,
    )
    .option("--no-rate-limits", "do not throttle")
    .option("--quiet", "do not log calls", false);
  return command.action((options: Options) => emulate(options, (message) => command.error(message)));
}

/** Resolves when a signal has ended it. */
async function emulate(options: Options, fail: (message: string) => never): Promise<void> {
  const { port, host, allowHost, rateLimits, latency, strict, quiet } = options;
  let emulator: Emulator;
  try {
    emulator = await startEmulator({
      port,
      host,
      allowHosts: allowHost,
      rateLimits,
      strict,
      latencyMs: latency,
      ...(quiet ? {} : { onCall: (record: CallRecord) => print(lineOf(record)) }),
    });
  } catch (error) {
    return fail(`image-share-emulator: ${reasonOf(error, options)}`);
  }
  const stopped = stopOnSignal(emulator);
  const isDemo = options.image.length === 0;
  try {
    for (const seed of isDemo ? DEMO_IMAGES : options.image) emulator.putImage(seed);
  } catch (error) {
    await emulator.close();
    return fail(`image-share-emulator: ${error instanceof Error ? error.message : String(error)}`);
  }
  print(greeting(emulator, isDemo));
  await stopped;
}

/** Closes on the first signal. Resolves once it is closed. */
function stopOnSignal(emulator: Emulator): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => emulator.close().then(resolve, reject);
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}

function greeting(emulator: Emulator, isDemo: boolean): string {
  const { url, credentials } = emulator;
  const images = emulator.images();
  const example = images[0];
  const isLoopback = /^http:\/\/(127\.|\[::1\]|localhost)/.test(url);
  return [
    `Emulating the image sharing APIs on ${url}`,
    ...(isLoopback
      ? []
      : [
          "Anybody who reaches this address can change everything: the control API has no login.",
          "It answers to this address and to localhost; a further name needs --allow-host.",
        ]),
    "",
    isDemo ? "Images, one of each service to try with (seed your own with --image):" : "Images:",
    ...images.map(
      (image) =>
        `  ${[image.service, image.region, image.imageId].filter((part) => part).join("/")}  ${image.state}`,
    ),
    "",
    "Point a stack at it:",
    `  pulumi config set image-share:endpoint ${url}`,
    ...keyLines("tencentcloud", "secretId", "secretKey", credentials),
    ...keyLines("alicloud", "accessKeyId", "accessKeySecret", credentials),
    ...keyLines("volcengine", "accessKeyId", "secretKey", credentials),
    "",
    "Look at it, and change it behind the program's back:",
    `  curl ${url}/_emulator/images`,
    `  curl ${url}/_emulator/calls`,
    ...(example === undefined
      ? []
      : [
          `  curl ${JSON_TYPE} -d '${JSON.stringify({ service: example.service, region: example.region, imageId: example.imageId, accounts: ["100000000001"] })}' ${url}/_emulator/share`,
        ]),
    `  curl ${JSON_TYPE} -d '{"kind":"throttle","times":3}' ${url}/_emulator/faults`,
    "",
  ].join("\n");
}

function keyLines(cloud: string, id: string, secret: string, key: { id: string; secret: string }): string[] {
  return [
    `  pulumi config set --path image-share:${cloud}.${id} ${key.id}`,
    `  pulumi config set --path --secret image-share:${cloud}.${secret} ${key.secret}`,
  ];
}

/** time, service, action, image, outcome */
function lineOf({ time, cloud, service, region, action, imageIds, outcome }: CallRecord): string {
  const image = [region, imageIds.join(",")].filter((part) => part).join("/");
  const fault = outcome.fault === undefined ? [] : [`(fault: ${outcome.fault})`];
  const result = outcome.code ?? outcome.kind;
  return [new Date(time).toISOString().slice(11, 23), service ?? cloud, action, image, result, ...fault].join(
    " ",
  );
}

/** What clients send may hold anything; a terminal obeys control characters. Line breaks are ours. */
function print(text: string): void {
  console.log(text.replace(/(?!\n)\p{Cc}/gu, "?"));
}

function reasonOf(error: unknown, { host, port }: Options): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} on ${host} is in use; choose another with --port (0 takes a free one)`;
    case "EACCES":
      return `port ${port} on ${host} may not be used by this user; choose another with --port`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is no address of this machine`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number.");
  }
  return Number(text);
}

/** `<service>/<region>/<imageId>[=<state>]`; ENS has no region. What the words mean, the emulator checks. */
function seedImage(text: string, seeds: readonly ImageSeed[]): ImageSeed[] {
  const [path = "", state] = text.split("=", 2);
  const parts = path.split("/");
  const [service, imageId] = [parts[0], parts.at(-1)];
  if (parts.length < 2 || parts.length > 3 || !service || !imageId) {
    throw new InvalidArgumentError("It must be <service>/<region>/<imageId>[=<state>].");
  }
  const region = parts.length === 3 ? parts[1] : undefined;
  return [...seeds, { service, region, imageId, ...(state ? { state } : {}) } as ImageSeed];
}

// As a program of its own.
if (require.main === module) {
  emulatorCommand("image-share-emulator")
    .parseAsync()
    .catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    });
}
