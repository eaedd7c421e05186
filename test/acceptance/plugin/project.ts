/** A stack whose program is the page's, in a folder that was empty before. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useWorld, type World } from "../../e2e/harness/world";
import type { Language } from "./language";
import { installPacked, unpackInto } from "./language-project";

/** Go compiles the SDK of Pulumi once: minutes on a machine that has other work. */
const TIMEOUT_MS = 20 * 60_000;

export function useProject(language: Language): World {
  const world = useWorld((folder) => {
    installPacked(folder);
    for (const [name, text] of Object.entries(language.files())) writeFileSync(join(folder, name), text);
  });
  jest.setTimeout(TIMEOUT_MS);
  beforeAll(async () => {
    await unpackInto(world.stack.folder);
    writeFileSync(join(world.stack.folder, language.file), language.program);
    await language.install(world.stack);
  }, TIMEOUT_MS);
  return world;
}
