/**
 * `npm start`: the main job, for real. The real engine runs the program of this checkout against the emulator
 * that ships with the package, and after each step the cloud is asked who has access.
 */
import { type Emulator, startEmulator, type Target } from "pulumi-image-share/emulator";
import { type ShareEntry, Workspace } from "./demo/workspace.mts";
import { ensureEngine, NoEngineError } from "./engine/ensure.mts";

const image = {
  service: "tencentcloud-cvm",
  region: "ap-guangzhou",
  imageId: "img-6pb6lrmy",
} as const satisfies Target;
const [alice, bob, carol, dave] = ["100000000001", "100000000002", "100000000003", "100000000004"] as const;

async function tour(emulator: Emulator, workspace: Workspace): Promise<void> {
  emulator.putImage(image);
  workspace.configure([shared(alice, bob, carol)]);
  await workspace.pulumi("stack", "init");

  say(1, `Share ${image.imageId} with three accounts.`);
  await step(emulator, workspace, "up", "--yes", "--skip-preview");

  say(2, "Run it again: nothing to do, one call to see that.");
  await step(emulator, workspace, "up", "--yes", "--skip-preview");

  say(3, `Somebody revokes ${bob} by hand; preview notices.`);
  emulator.unshare(image, [bob]);
  await step(emulator, workspace, "preview");

  say(4, "up repairs it.");
  await step(emulator, workspace, "up", "--yes", "--skip-preview");

  say(5, `Edit the list: ${carol} out, ${dave} in.`);
  workspace.configure([shared(alice, bob, dave)]);
  await step(emulator, workspace, "up", "--yes", "--skip-preview");

  say(6, "Destroy: everybody that the program listed loses access.");
  await step(emulator, workspace, "destroy", "--yes", "--skip-preview");
}

function shared(...accounts: string[]): ShareEntry {
  return { ...image, accounts };
}

async function step(emulator: Emulator, workspace: Workspace, ...command: string[]): Promise<void> {
  emulator.clearCalls();
  console.log(`   $ pulumi ${command.join(" ")}`);
  const output = await workspace.pulumi(...command, "--suppress-outputs");
  for (const line of essence(output)) console.log(`   │ ${line}`);
  const calls = emulator.calls().map(({ action, parameters }) => {
    const { Permission, AccountIds } = parameters;
    return Array.isArray(AccountIds) ? `${action} (${Permission} ${AccountIds.join(" ")})` : action;
  });
  const accounts = [...emulator.accounts(image)].sort();
  console.log(`   access according to the cloud: ${accounts.length > 0 ? accounts.join(", ") : "nobody"}`);
  console.log(`   API calls: ${calls.length}${calls.length > 0 ? `: ${calls.join(", ")}` : ""}\n`);
}

/** What the engine says of resources and images, without its headings and progress. */
function essence(output: string): string[] {
  const lines = output.split("\n").map((line) => line.trimEnd().replace(/^ {4}(?=\S)/, " "));
  const settled = lines.filter((line) => !/ing(?: \(\d+s\))?(?: \[.*\])?$|\brunning\b/.test(line));
  return settled
    .filter((line) => /ImageShare|^ +img-|^ {0,2}[~+-] \d|unchanged/.test(line))
    .map((line) => line.trim());
}

function say(number: number, text: string): void {
  console.log(`${number}. ${text}`);
}

async function main(): Promise<void> {
  const engine = await ensureEngine();
  const emulator = await startEmulator();
  const { id, secret } = emulator.credentials;
  const workspace = new Workspace(
    engine,
    { endpoint: emulator.url },
    { TENCENTCLOUD_SECRET_ID: id, TENCENTCLOUD_SECRET_KEY: secret },
  );
  let interrupted: NodeJS.Signals | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (interrupted === undefined)
        console.error(`\n${signal}: ending the engine and removing every temporary file.`);
      interrupted ??= signal;
      workspace.end();
    });
  }
  console.log(
    `The clouds, emulated: ${emulator.url}. Pulumi ${engine.version}. State in a temporary directory.\n`,
  );
  try {
    await tour(emulator, workspace);
    console.log(
      "Done. Nothing is left running, and no file was left behind. See README.md for the next step.",
    );
  } catch (error) {
    if (interrupted === undefined) throw error;
    process.exitCode = 130;
  } finally {
    await workspace.close();
    await emulator.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof NoEngineError ? error.message : error);
  process.exitCode = 1;
}
