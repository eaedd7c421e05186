/**
 * Writes the small archive for `pulumi plugin install`: a plugin that consists of one dependency, the npm package, which
 * npm installs when Pulumi unpacks the archive. It is the same for every system.
 *
 *   npm run plugin:archive [-- FOLDER [PACKAGE]]
 *
 * FOLDER takes the archive (default: the current one). PACKAGE is where npm finds the package, for a version that is not
 * published: a path to an `npm pack` archive, as `file:/tmp/pulumi-image-share-0.1.0.tgz`.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { version: string };
const [folder = ".", source = version] = process.argv.slice(2);

const files = ["PulumiPlugin.yaml", "index.js", "package.json"];
const executables = ["pulumi-resource-image-share", "pulumi-resource-image-share.cmd"];
const archive = join(resolve(folder), `pulumi-resource-image-share-v${version}.tar.gz`);

const staging = mkdtempSync(join(tmpdir(), "image-share-archive-"));
try {
  for (const name of ["PulumiPlugin.yaml", ...executables]) {
    cpSync(join(repository, "plugin", name), join(staging, name));
  }
  writeFileSync(join(staging, "index.js"), 'require("./node_modules/pulumi-image-share/plugin/index.js");\n');
  const manifest = {
    name: "pulumi-resource-image-share",
    version,
    private: true,
    main: "index.js",
    dependencies: { "pulumi-image-share": source },
  };
  writeFileSync(join(staging, "package.json"), JSON.stringify(manifest));
  for (const name of executables) chmodSync(join(staging, name), 0o755);
  execFileSync("tar", ["-czf", archive, "-C", staging, ...files, ...executables]);
} finally {
  rmSync(staging, { recursive: true, force: true });
}
console.log(archive);
