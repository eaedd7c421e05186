/** A reader's project, and a shell in it: the packages installed, the clouds emulated. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { type Emulator, startEmulator } from "../../src/emulator";
import { killAll, type Running, start } from "../e2e/harness/command";
import { findEngine } from "../e2e/harness/installation";
import { everySubject } from "../support/services";
import { repository } from "./pages";

/** Of the stack; the pages' workflows call it so. */
const NAME = "prod";

export const keys = { id: "emulator", secret: "emulator-secret" } as const;

export class Session {
  readonly folder: string;
  readonly emulator: Emulator;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(folder: string, emulator: Emulator, path: string) {
    this.folder = folder;
    this.emulator = emulator;
    // Nothing else of this process's environment. Nobody is there to be asked, neither by Pulumi nor by npm.
    this.#env = {
      PATH: path,
      HOME: join(folder, "home"),
      TMPDIR: join(folder, "tmp"),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_SKIP_CONFIRMATIONS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_IMAGE_SHARE_ENGINE_OFFLINE: "1",
      npm_config_offline: "true",
      // npx builds a package that it finds around it anew; this one is built.
      npm_config_ignore_scripts: "true",
      npm_config_update_notifier: "false",
    };
  }

  /** An empty project, with a stack that reaches an emulator of the session's own. */
  static async open(): Promise<Session> {
    const { path } = await findEngine();
    const emulator = await startEmulator({ rateLimits: false });
    const session = new Session(mkdtempSync(join(tmpdir(), "image-share-")), emulator, path);
    try {
      for (const name of ["home", "tmp", "backend"]) mkdirSync(join(session.folder, name));
      session.#install();
      session.write("package.json", JSON.stringify({ name: "images", main: "index.js" }));
      session.write(
        "Pulumi.yaml",
        "name: images\nruntime: { name: nodejs, options: { typescript: false } }\n",
      );
      session.program("");
      await session.sh(`pulumi stack init ${NAME}`);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** As `npm install` would leave it. */
  #install(): void {
    mkdirSync(join(this.folder, "node_modules/.bin"), { recursive: true });
    symlinkSync(join(repository, "node_modules/@pulumi"), join(this.folder, "node_modules/@pulumi"));
    symlinkSync(repository, join(this.folder, "node_modules/pulumi-image-share"));
    for (const [name, file] of [
      // The clouds are elsewhere, also for commands without a file that could say so.
      ["image-share", `main.js" "$@" --endpoint "${this.emulator.url}`],
      ["image-share-emulator", 'emulator.js" "$@'],
      // For commands that call no cloud.
      ["pulumi-image-share", 'main.js" "$@'],
    ]) {
      const command = join(this.folder, "node_modules/.bin", name ?? "");
      this.write(command, `#!/bin/sh\nexec node "${repository}/dist/cli/${file}"\n`);
      chmodSync(command, 0o755);
    }
  }

  /** Writes a file, in the project's folder unless its path says another. @returns its path */
  write(name: string, text: string): string {
    const file = name.startsWith("/") ? name : join(this.folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Makes this the project's program. As JavaScript, which starts in half the time. */
  program(text: string): void {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
      },
    });
    this.write("index.js", outputText);
  }

  /** Replaces the stack's configuration; the endpoint is there always. */
  config(values: Readonly<Record<string, unknown>> = {}): void {
    const file = join(this.folder, `Pulumi.${NAME}.yaml`);
    const salt = /^encryptionsalt: .*$/m.exec(readFileSync(file, "utf8"))?.[0] ?? "";
    const config = { "image-share:endpoint": this.emulator.url, ...values };
    writeFileSync(file, `${salt}\nconfig: ${JSON.stringify(config)}\n`);
  }

  /** What bash prints for a script, which ends at the first failure as in a workflow. @throws when it fails */
  async sh(
    script: string,
    env: Readonly<Record<string, string>> = {},
    folder = this.folder,
  ): Promise<string> {
    const all = { ...this.#env, ...env };
    const { code, output } = await start("bash", ["-e", "-o", "pipefail", "-c", script], folder, all)
      .finished;
    if (code === 0) return output;
    throw new Error(`${script}\n\nended with ${code}:\n${output}`);
  }

  /** Starts what does not end by itself, and waits until that address answers. */
  async background(
    script: string,
    address: string,
    folder = this.folder,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Running> {
    const running = start("bash", ["-c", script], folder, { ...this.#env, ...env });
    await this.sh(`curl --silent --retry 50 --retry-connrefused --retry-delay 1 ${address}/_emulator/`);
    return running;
  }

  async close(): Promise<void> {
    killAll();
    await this.emulator.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Sessions {
  readonly session: Session;
}

/** A session for all tests of a file, whose configuration and images are forgotten after each. */
export function useSession(): Sessions {
  jest.setTimeout(120_000);
  let session: Session | undefined;
  beforeAll(async () => {
    session = await Session.open();
  });
  beforeEach(() => {
    session?.config();
    session?.emulator.reset();
  });
  afterAll(() => session?.close());
  return {
    get session() {
      if (session === undefined) throw new Error("to be used in tests only");
      return session;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address === "object" && address !== null) return address.port;
  throw new Error("no free port");
}

/** Every image that a program names, in each service and region that it names. */
export function seedFor({ emulator }: Session, program: string): void {
  const all = (pattern: RegExp) => [...program.matchAll(pattern)].map(([, found = ""]) => found);
  for (const { target } of everySubject.filter((subject) =>
    program.includes(`"${subject.target.service}"`),
  )) {
    const { service } = target;
    const prefix = target.imageId.slice(0, target.imageId.indexOf("-") + 1);
    for (const imageId of all(/imageId: "([^"]+)"/g).filter((id) => id.startsWith(prefix))) {
      const regions = target.region === undefined ? [undefined] : all(/region: "([^"]+)"/g);
      for (const region of regions) emulator.putImage({ service, region, imageId });
    }
  }
}
