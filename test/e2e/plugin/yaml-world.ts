/** A stack of a YAML program, which reaches the provider plugin as every language but TypeScript does. */
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findEngine, repository } from "../harness/installation";
import type { Stack } from "../harness/stack";
import { useWorld, type World } from "../harness/world";

/** A resource of a YAML program. */
interface YamlResource {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly get?: Readonly<Record<string, unknown>>;
}

/** The rest of a YAML program. */
export interface YamlProgram {
  readonly resources: Readonly<Record<string, YamlResource>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** Sets up an emulator, and a stack whose program is in YAML; see `useWorld`. */
export function useYamlWorld(): World {
  const world = useWorld(yamlProject);
  beforeAll(async () => {
    const { cli } = await findEngine();
    if (existsSync(join(dirname(cli), "pulumi-language-yaml"))) return;
    throw new Error('this suite needs the language host of YAML: run "npm run engine" first');
  });
  return world;
}

export function setProgram({ folder }: Stack, { resources, ...rest }: YamlProgram): void {
  const typed = Object.fromEntries(
    Object.entries(resources).map(([name, resource]) => [
      name,
      { type: "image-share:ImageShare", ...resource },
    ]),
  );
  const program = {
    name: "program",
    runtime: "yaml",
    plugins: { providers: [{ name: "image-share", path: "bin" }] },
    resources: typed,
    ...rest,
  };
  // JSON is YAML.
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(program));
}

/** Shares as resources of their own, by name. @param options of all of them */
export function shares(
  args: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  options: Readonly<Record<string, unknown>> = {},
): YamlProgram {
  return {
    resources: Object.fromEntries(
      Object.entries(args).map(([name, properties]) => [name, { properties, options }]),
    ),
  };
}

/** The plugin as npm would link it: an executable of this name. */
export function yamlProject(folder: string): void {
  const executable = join(folder, "bin/pulumi-resource-image-share");
  mkdirSync(dirname(executable));
  const main = join(repository, "dist/provider/plugin/main.js");
  writeFileSync(executable, `#!/bin/sh\nexec node "${main}" "$@"\n`);
  chmodSync(executable, 0o755);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: program\nruntime: yaml\n");
}

/** An example in YAML as it stands, with the plugin where npm puts it. @param name of its folder in examples/yaml */
export function yamlExample(name: string): (folder: string) => void {
  return (folder) => {
    yamlProject(folder);
    mkdirSync(join(folder, "node_modules/.bin"));
    const program = "pulumi-resource-image-share";
    renameSync(join(folder, "bin", program), join(folder, "node_modules/.bin", program));
    cpSync(join(repository, "examples/yaml", name, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  };
}
