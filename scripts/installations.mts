/**
 * The package as people install and build it: packed, installed by every package manager, bundled, used through a
 * library; each previewed by the real engine against the emulator. Needs the registry of packages.
 *
 *   npm run -s build && node_modules/.bin/node scripts/installations.mts [name …]
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { startEmulator } from "pulumi-image-share/emulator";
import { ensureEngine } from "./engine/ensure.mts";

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, "..");
const account = "100000000001";
const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;

const program = `const { ImageShare } = require("pulumi-image-share");
new ImageShare("golden", ${JSON.stringify({ ...image, accounts: [account] })});
`;
const library = `const { ImageShare } = require("pulumi-image-share");
exports.share = (name) => new ImageShare(name, ${JSON.stringify({ ...image, accounts: [account] })});
`;
const throughTheLibrary = `require("lib").share("golden");\n`;

const shares = `will gain access: ${account}`;
const refuses = "golden: the package pulumi-image-share is not found from";

/** How somebody installs, builds and runs a program. */
interface Manner {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  /** Run one after the other, in the program's folder. */
  readonly commands: readonly string[];
  readonly main?: string;
  readonly preview?: string;
  /** What the preview says. */
  readonly expected: string;
}

const sdk = { "@pulumi/pulumi": "3.259.0" };
const plain = { "index.js": program };
const withLibrary = {
  "index.js": throughTheLibrary,
  "lib/index.js": library,
  "lib/package.json": JSON.stringify({
    name: "lib",
    version: "1.0.0",
    dependencies: { ...sdk, "pulumi-image-share": "file:../package.tgz" },
  }),
};
const npm = "npm install --no-audit --no-fund";
const pnpm = "npx --yes pnpm@10 install --ignore-scripts";
const yarn = "npx --yes --package @yarnpkg/cli-dist@4 yarn";
const ownPackage = { ...sdk, "pulumi-image-share": "file:./package.tgz" };

const manners: readonly Manner[] = [
  { name: "npm", files: plain, dependencies: ownPackage, commands: [npm], expected: shares },
  {
    name: "npm-linked-library",
    files: withLibrary,
    dependencies: { ...sdk, lib: "file:./lib" },
    commands: [`${npm} --install-strategy=linked`],
    expected: refuses,
  },
  {
    name: "npm-linked-library-and-package",
    files: withLibrary,
    dependencies: { ...ownPackage, lib: "file:./lib" },
    commands: [`${npm} --install-strategy=linked`],
    expected: shares,
  },
  { name: "pnpm", files: plain, dependencies: ownPackage, commands: [pnpm], expected: shares },
  {
    name: "pnpm-library",
    files: { ...withLibrary, "pnpm-workspace.yaml": "packages: [lib]\n" },
    dependencies: { ...sdk, lib: "workspace:*" },
    commands: [pnpm],
    expected: refuses,
  },
  {
    name: "pnpm-library-and-package",
    files: { ...withLibrary, "pnpm-workspace.yaml": "packages: [lib]\n" },
    dependencies: { ...ownPackage, lib: "workspace:*" },
    commands: [pnpm],
    expected: shares,
  },
  {
    name: "yarn-node-modules",
    files: { ...plain, ".yarnrc.yml": "nodeLinker: node-modules\nenableTelemetry: false\n", "yarn.lock": "" },
    dependencies: ownPackage,
    commands: [`${yarn} install`],
    expected: shares,
  },
  {
    name: "yarn-pnp",
    files: { ...plain, ".yarnrc.yml": "nodeLinker: pnp\nenableTelemetry: false\n", "yarn.lock": "" },
    dependencies: ownPackage,
    commands: [`${yarn} install`],
    preview: `${yarn} exec pulumi preview`,
    expected: shares,
  },
  ...["", " --minify"].map((more) => ({
    name: `esbuild${more === "" ? "" : "-minify"}`,
    files: plain,
    dependencies: { ...ownPackage, esbuild: "0.25" },
    commands: [
      npm,
      `npx esbuild index.js --bundle --platform=node --external:@pulumi/pulumi --outfile=bundle/index.js${more}`,
    ],
    main: "bundle/index.js",
    expected: shares,
  })),
  ...["", " --minify"].map((more) => ({
    name: `ncc${more === "" ? "" : "-minify"}`,
    files: plain,
    dependencies: { ...ownPackage, "@vercel/ncc": "0.38" },
    commands: [npm, `npx ncc build index.js -e @pulumi/pulumi -o bundle${more}`],
    main: "bundle/index.js",
    expected: shares,
  })),
];

const wanted = new Set(process.argv.slice(2));
const chosen = manners.filter(({ name }) => wanted.size === 0 || wanted.has(name));
const engine = await ensureEngine();
const emulator = await startEmulator();
emulator.putImage(image);
const folder = mkdtempSync(join(tmpdir(), "installations-"));
let failed = 0;
try {
  const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: repository,
  });
  const archive = join(folder, stdout.trim());
  for (const manner of chosen) {
    const started = performance.now();
    const output = await outputOf(manner, archive);
    const isRight = output.includes(manner.expected) && !/^\s+at /m.test(output);
    if (!isRight) failed += 1;
    const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(4);
    console.log(`${isRight ? "ok    " : "FAILED"} ${manner.name.padEnd(32)} ${seconds} s`);
    if (!isRight) console.log(output);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  await emulator.close();
}
console.log(`${chosen.length - failed} as expected, ${failed} not`);
process.exitCode = failed === 0 ? 0 : 1;

/** All that is printed, errors too: some of the previews are to fail. */
async function outputOf(manner: Manner, archive: string): Promise<string> {
  const place = join(folder, manner.name);
  const { id, secret } = emulator.credentials;
  const config = {
    "image-share:endpoint": emulator.url,
    "image-share:tencentcloud": { secretId: id, secretKey: secret },
  };
  const files: Record<string, string> = {
    "package.json": JSON.stringify({ name: "app", private: true, dependencies: manner.dependencies }),
    "Pulumi.yaml": `name: app\nruntime: { name: nodejs, options: { typescript: false } }\nmain: ${manner.main ?? "index.js"}\n`,
    "Pulumi.dev.yaml": `config: ${JSON.stringify(config)}\n`,
    ...manner.files,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), text);
  }
  await run("cp", [archive, join(place, "package.tgz")]);
  mkdirSync(join(place, "state"));
  const env = {
    ...engine.environment(),
    PULUMI_BACKEND_URL: `file://${join(place, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const options = { cwd: place, env, maxBuffer: 64 * 1024 * 1024 };
  const steps = [...manner.commands, "pulumi stack init dev --non-interactive"];
  let printed = "";
  try {
    for (const step of steps) printed += (await run("sh", ["-c", step], options)).stdout;
    const preview = manner.preview ?? "pulumi preview";
    const { stdout, stderr } = await run("sh", ["-c", `${preview} --non-interactive --color never`], options);
    return `${stdout}${stderr}`;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return `${printed}${stdout}${stderr}`;
  }
}
