/** Runs the emulator until a signal ends it. */
import { existsSync } from "node:fs";
import { type CallRecord, type Emulator, type ImageSeed, startEmulator } from "../emulator";
import { imageServices } from "../emulator/clouds";
import type { CloudName } from "../emulator/names";
import { type EmulatorFlags, tls } from "./emulator-flags";

/** One image of each service, so that a first run needs no seeding. */
const demoImages: readonly ImageSeed[] = imageServices.map(({ name: service, demoImage }) => ({
  service,
  ...demoImage,
}));

/** Accounts as each cloud's look. */
const exampleAccounts: Readonly<Record<CloudName, string>> = {
  alicloud: "1234567890123456",
  aws: "012345678901",
  byteplus: "2110400000",
  openstack: "93f048e385f744ff9c84236b677ce396",
  outscale: "023456789012",
  tencentcloud: "100000000001",
  volcengine: "2100051234",
};

function exampleAccount(service: string): string | undefined {
  const cloud = imageServices.find(({ name }) => name === service)?.cloud;
  return cloud && exampleAccounts[cloud];
}

/** The control API requires it for every write. */
const JSON_TYPE = "-H 'content-type: application/json'";

/** Resolves when a signal has ended it. */
export async function emulate(options: EmulatorFlags, fail: (message: string) => never): Promise<void> {
  const { port, host, allowHost, rateLimits, latency, strict, quiet, state } = options;
  const isRestored = state !== undefined && existsSync(state);
  let emulator: Emulator;
  try {
    const secure = tls(options);
    emulator = await startEmulator({
      port,
      host,
      allowHosts: allowHost,
      rateLimits,
      strict,
      latencyMs: latency,
      quotas: options.quota,
      ...(options.key.length === 0 ? {} : { credentials: options.key }),
      ...(state === undefined ? {} : { stateFile: state }),
      ...(secure === undefined ? {} : { tls: secure }),
      ...(quiet ? {} : { onCall: (record: CallRecord) => print(lineOf(record)) }),
    });
  } catch (error) {
    return fail(`image-share-emulator: ${reasonOf(error, options)}`);
  }
  const stopped = stopOnSignal(emulator);
  const isDemo = options.image.length === 0 && !isRestored;
  try {
    for (const seed of isDemo ? demoImages : options.image) {
      // The state file has the newer record of an image.
      if (!isRestored || emulator.image(seed) === undefined) emulator.putImage(seed);
    }
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
  const { url, tlsUrl, credentials } = emulator;
  const images = emulator.images();
  const example = images[0];
  const isLoopback = /^http:\/\/(127\.|\[::1\]|localhost)/.test(url);
  return [
    `Emulating the image sharing APIs on ${url}`,
    ...(tlsUrl === undefined ? [] : [`and, by TLS, on ${tlsUrl}`]),
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
    ...keyLines("tencentcloud", ["secretId", "secretKey", "token"], credentials),
    ...keyLines("alicloud", ["accessKeyId", "accessKeySecret", "securityToken"], credentials),
    ...keyLines("aws", ["accessKeyId", "secretAccessKey", "sessionToken"], credentials),
    ...keyLines("volcengine", ["accessKeyId", "secretKey", "sessionToken"], credentials),
    ...keyLines("outscale", ["accessKey", "secretKey"], credentials),
    ...keyLines("byteplus", ["accessKeyId", "secretKey", "sessionToken"], credentials),
    ...loginLines(url, credentials),
    "",
    "Look at it, and change it behind the program's back, in a browser or by curl:",
    `  ${url}/_emulator/`,
    `  curl ${url}/_emulator/images`,
    `  curl ${url}/_emulator/calls`,
    ...(example === undefined
      ? []
      : [
          `  curl ${JSON_TYPE} -d '${JSON.stringify({ service: example.service, region: example.region, imageId: example.imageId, accounts: [exampleAccount(example.service)] })}' ${url}/_emulator/share`,
        ]),
    `  curl ${JSON_TYPE} -d '{"kind":"throttle","times":3}' ${url}/_emulator/faults`,
    "",
  ].join("\n");
}

/** OpenStack's login, which goes to the emulator as well. */
function loginLines(url: string, key: Emulator["credentials"]): string[] {
  const set = (member: string, value: string) => `pulumi config set --path ${member} ${value}`;
  const login =
    key.token === undefined
      ? [
          set("image-share:openstack.applicationCredentialId", key.id),
          set("--secret image-share:openstack.applicationCredentialSecret", key.secret),
        ]
      : [set("--secret image-share:openstack.token", key.token)];
  return [set("image-share:openstack.authUrl", `${url}/identity/v3`), ...login].map((line) => `  ${line}`);
}

function keyLines(
  cloud: string,
  [id, secret, token]: readonly [id: string, secret: string, token?: string],
  key: Emulator["credentials"],
): string[] {
  return [
    `  pulumi config set --path image-share:${cloud}.${id} ${key.id}`,
    `  pulumi config set --path --secret image-share:${cloud}.${secret} ${key.secret}`,
    ...(key.token === undefined || token === undefined
      ? []
      : [`  pulumi config set --path --secret image-share:${cloud}.${token} ${key.token}`]),
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

/** Sanitizes the text, because clients may send control characters. */
function print(text: string): void {
  console.log(text.replace(/(?!\n)\p{Cc}/gu, "?"));
}

/** A failure to listen names the port and the address. */
function reasonOf(error: unknown, { host, tlsPort }: EmulatorFlags): string {
  const { code, port } = error as { readonly code?: unknown; readonly port?: unknown };
  const flag = port !== undefined && port === tlsPort ? "--tls-port" : "--port";
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} on ${host} is in use; choose another with ${flag} (0 takes a free one)`;
    case "EACCES":
      return `port ${port} on ${host} may not be used by this user; choose another with ${flag}`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is not an address of this machine`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
