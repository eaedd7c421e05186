/** A terminal with what the real engine prints of one share: drift and an edit, as a preview shows them. */
import { createRequire } from "node:module";
import { AnsiUp } from "ansi_up";
import type * as emulators from "../../src/emulator/index.ts";
import { Workspace } from "../demo/workspace.mts";
import { ensureEngine } from "../engine/ensure.mts";

const { startEmulator } = createRequire(import.meta.url)("../../dist/emulator/index.js") as typeof emulators;

const golden = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const [acme, globex, initech, umbrella, stranger] = [
  "100000000011",
  "100000000024",
  "100000000037",
  "100000000048",
  "100000000099",
] as const;
const names = { [acme]: "acme", [globex]: "globex", [initech]: "initech", [umbrella]: "umbrella" };

/** The page of a terminal in which the command has run. */
export async function terminalPage(): Promise<string> {
  const engine = await ensureEngine();
  const emulator = await startEmulator();
  emulator.putImage({ ...golden, name: "golden" });
  const settings = { endpoint: emulator.url, accountNames: JSON.stringify(names) };
  const keys = {
    TENCENTCLOUD_SECRET_ID: emulator.credentials.id,
    TENCENTCLOUD_SECRET_KEY: emulator.credentials.secret,
  };
  const workspace = new Workspace(engine, settings, keys);
  const list = (...accounts: string[]) => {
    const shares = [{ ...golden, accounts }];
    workspace.useYaml(shares);
    workspace.configure(shares);
  };
  try {
    list(acme, globex, initech);
    await workspace.pulumi("stack", "init");
    await workspace.pulumi("up", "--yes", "--skip-preview");
    // What a hand in the console did, and what the program says now.
    emulator.unshare(golden, [globex]);
    emulator.share(golden, [stranger]);
    list(acme, globex, umbrella);
    const preview = await workspace.pulumi("preview", "--diff", "--color", "always");
    return page("pulumi preview --diff", preview);
  } finally {
    await workspace.close();
    await emulator.close();
  }
}

function page(command: string, printed: string): string {
  const text = `<b>$ ${command}</b>\n${new AnsiUp().ansi_to_html(printed.trim())}`;
  return `<!doctype html><meta charset="utf-8"><title>pulumi preview</title><style>
body { margin: 0; background: #16181d; }
pre { margin: 0; padding: 20px 24px; font: 14px/1.45 "DejaVu Sans Mono", ui-monospace, monospace; color: #d7dae0; white-space: pre-wrap; overflow-wrap: anywhere; }
b { color: #fff; }</style><pre>${text}</pre>`;
}
