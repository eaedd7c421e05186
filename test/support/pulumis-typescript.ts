/** The compiler that Pulumi brings along, and uses where a project has no `typescript` of its own. */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type typescript from "typescript";

const vendored = join(dirname(require.resolve("@pulumi/pulumi/package.json")), "vendor");
const folder = readdirSync(vendored).find((name) => name.startsWith("typescript@")) ?? "";
const ts: typeof typescript = require(join(vendored, folder, "typescript.js"));

/** What it does not understand in a program, types aside. */
export function notUnderstood(program: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(program, {
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ESNext },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
