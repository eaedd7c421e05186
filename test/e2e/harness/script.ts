import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Lays a program of JavaScript out in a folder, for tests that need another than the general one. */
export function script(text: string): (folder: string) => void {
  return (folder) => {
    writeFileSync(join(folder, "index.js"), text);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "program", main: "index.js" }));
    const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
    writeFileSync(join(folder, "Pulumi.yaml"), `name: program\n${runtime}\n`);
  };
}
