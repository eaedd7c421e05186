/**
 * `npm start`: the main job, for real. The real engine runs the quickstart against the emulator that ships with
 * the package, and after each step the clouds are asked who has access.
 */
import { type Emulator, startEmulator } from "pulumi-image-share/emulator";
import { environment } from "../test/support/services/index.ts";
import { accountOf, type DemoImage, images, isWrite, type Person, people, seed } from "./demo/estate.mts";
import { type ShareEntry, Workspace } from "./demo/workspace.mts";
import { type EngineInstall, ensureEngine, NoEngineError } from "./engine/ensure.mts";
import { hasLanguageHost } from "./engine/language-hosts.mts";

const [alice, bob, carol, dave] = people;

async function tour(emulator: Emulator, workspace: Workspace): Promise<void> {
  seed(emulator);
  workspace.configure(shared(alice, bob, carol));
  await workspace.pulumi("stack", "init");

  say(1, `Share one image of each of ${images.length} services with three accounts: alice, bob and carol.`);
  await step(emulator, workspace, "up", "--yes", "--skip-preview");

  say(2, "Run it again: nothing to do, and a read of each image to see that.");
  await step(emulator, workspace, "up", "--yes", "--skip-preview");

  say(3, "Somebody revokes bob everywhere by hand; preview notices.");
  for (const image of images) emulator.unshare(image, [accountOf(bob, image)]);
  await step(emulator, workspace, "preview");

  say(4, "up repairs it.");
  await step(emulator, workspace, "up", "--yes", "--skip-preview");

  say(5, "Edit the list: carol out, dave in.");
  workspace.configure(shared(alice, bob, dave));
  await step(emulator, workspace, "up", "--yes", "--skip-preview");

  say(6, "Destroy: everybody that the program listed loses access.");
  await step(emulator, workspace, "destroy", "--yes", "--skip-preview");
}

/** What every language but TypeScript and JavaScript does; YAML stands for all of them. */
async function tourInYaml(emulator: Emulator, workspace: Workspace, engine: EngineInstall): Promise<void> {
  if (!hasLanguageHost(engine, "yaml")) {
    console.log("The same from YAML, by the provider plugin: npm run engine, then npm start once more.\n");
    return;
  }
  say(7, "The same images from a program in YAML, by the provider plugin that serves every other language.");
  workspace.useYaml(shared(alice, bob, carol));
  await step(emulator, workspace, "up", "--yes", "--skip-preview");

  say(8, "Edit the list in YAML: carol out, dave in.");
  workspace.useYaml(shared(alice, bob, dave));
  await step(emulator, workspace, "up", "--yes", "--skip-preview");

  say(9, "Destroy.");
  await step(emulator, workspace, "destroy", "--yes", "--skip-preview");
}

function shared(...names: readonly Person[]): ShareEntry[] {
  return images.map((image) => ({ ...image, accounts: names.map((name) => accountOf(name, image)) }));
}

/** Of the column of services. */
const WIDTH = Math.max(...images.map(({ service }) => service.length)) + 1;

async function step(emulator: Emulator, workspace: Workspace, ...command: string[]): Promise<void> {
  emulator.clearCalls();
  console.log(`   $ pulumi ${command.join(" ")}`);
  const output = await workspace.pulumi(...command, "--suppress-outputs");
  for (const line of essence(output)) console.log(`   │ ${line}`);
  console.log("   according to the clouds:");
  for (const image of images) console.log(`     ${image.service.padEnd(WIDTH)} ${accessTo(emulator, image)}`);
  console.log(`   API calls: ${emulator.calls().length}\n`);
}

function accessTo(emulator: Emulator, image: DemoImage): string {
  const accounts = [...emulator.accounts(image)].sort();
  const calls = emulator.calls({ service: image.service, imageId: image.imageId });
  const writes = calls.filter(({ action }) => isWrite(image, action)).length;
  const access = accounts.length > 0 ? accounts.join(", ") : "nobody";
  return `${access}  (${counted(calls.length - writes, "read")}, ${counted(writes, "write")})`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function isOfAnImage(line: string): boolean {
  return images.some(({ imageId }) => line.startsWith(imageId));
}

/** What the engine says of resources and images, without its headings and progress. */
function essence(output: string): string[] {
  const lines = output.split("\n").map((line) => line.trimEnd().replace(/^ {4}(?=\S)/, " "));
  // A plugin's lines stand behind its resource while that is worked on, and once more in the end.
  const settled = lines
    .filter(
      (line) => !/ing(?: \(\d+s\))?(?: \[.*\])?$|ing \(\d+s\) |ImageShare \S+ {2}\S|\brunning\b/.test(line),
    )
    .map((line) => line.replace(/(ed \([\d.]+s\)) .*$/, "$1"));
  return settled
    .filter((line) => isOfAnImage(line.trim()) || /ImageShare|^ {0,2}[~+-] \d|unchanged/.test(line))
    .map((line) => line.trim().replace(/pulumi-nodejs:dynamic\/image-share:|image-share:index:/, ""));
}

function say(number: number, text: string): void {
  console.log(`${number}. ${text}`);
}

async function main(): Promise<void> {
  const engine = await ensureEngine();
  const emulator = await startEmulator();
  const workspace = new Workspace(engine, { endpoint: emulator.url }, environment(emulator.credentials));
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
    await tourInYaml(emulator, workspace, engine);
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
