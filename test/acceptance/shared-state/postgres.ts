/** A real PostgreSQL server on the loopback interface, with a database of its own that goes with the tests. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../../e2e/harness/installation";
import type { Backend } from "../../e2e/harness/stack";

const run = promisify(execFile);

export interface Server {
  readonly backend: Backend;
  /** Ends the server alone; its data stay. */
  interrupt(): Promise<void>;
  /** Starts it again at the same address. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const USER = "pulumi";
export const PASSWORD = "secret-of-the-state-server";
const START_MS = 60_000;

/** The server ends when its keeper's stdin does: with the tests, however those end. */
const KEEPER = '"$@" & server=$!; exec 3<&0; (cat <&3 >/dev/null; kill -INT $server) & wait $server';

/** PostgreSQL refuses to run as root, and initdb asks for a user with a name. */
interface User {
  readonly uid?: number;
  readonly gid?: number;
}

export async function startPostgres(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "image-share-postgres-"));
  try {
    const user = await unprivileged();
    const native = await serverFor(user, folder);
    const data = join(folder, "data");
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
    mkdirSync(data, { mode: 0o700 });
    if (user.uid !== undefined && user.gid !== undefined)
      for (const path of [folder, data, passwordFile]) chownSync(path, user.uid, user.gid);
    const init = [
      `--pgdata=${data}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
    ];
    const ease = ["--no-sync", "--no-locale", "--encoding=UTF8"];
    await run(join(native, "bin/initdb"), [...init, ...ease], { ...user, cwd: folder, env: {} });
    const port = await freePort();
    let end = await listen(native, folder, user, port);
    return {
      backend: {
        url: `postgres://${USER}@127.0.0.1:${port}/postgres?sslmode=disable`,
        // Not in the address, which the engine prints.
        env: { PGPASSWORD: PASSWORD },
      },
      interrupt: () => end(),
      async resume() {
        end = await listen(native, folder, user, port);
      },
      async stop() {
        await end();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A server at work. @returns ends it */
async function listen(
  native: string,
  folder: string,
  user: User,
  port: number,
): Promise<() => Promise<void>> {
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "fsync=off"];
  const command = [join(native, "bin/postgres"), "-D", join(folder, "data")];
  const keeper = spawn(
    "/bin/sh",
    ["-c", KEEPER, "sh", ...command, ...settings.flatMap((one) => ["-c", one])],
    {
      ...user,
      cwd: folder,
      env: { PATH: "/usr/bin:/bin" },
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  const ended = once(keeper, "exit");
  const end = async () => {
    keeper.stdin.end();
    await ended;
  };
  try {
    await ready(keeper.stderr, ended);
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

/** Waits for the server's own word. @throws with all that it has printed */
function ready(stderr: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    const fail = (why: string) => reject(new Error(`PostgreSQL ${why}:\n${log}`));
    const timer = setTimeout(() => fail("did not start in a minute"), START_MS);
    stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (!log.includes("ready to accept connections")) return;
      clearTimeout(timer);
      resolve();
    });
    ended.then(
      () => fail("ended"),
      (error: Error) => fail(error.message),
    );
  });
}

/** Looks for the server that `npm run test:acceptance` installs; never installs one. */
async function installed(): Promise<string> {
  const node = join(repository, "node_modules/.bin/node");
  const { stdout } = await run(node, [join(repository, "scripts/postgres.mts"), "--json", "--offline"]);
  return (JSON.parse(stdout) as { folder: string }).folder;
}

/** A copy where root runs the tests: nobody else can reach what lies in root's home. */
async function serverFor({ uid }: User, folder: string): Promise<string> {
  const native = await installed();
  if (uid === undefined) return native;
  const copy = join(folder, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(folder, 0o755);
  return copy;
}

async function unprivileged(): Promise<User> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (what) => Number((await run("id", [what, "nobody"])).stdout)),
  );
  return uid === undefined || gid === undefined ? {} : { uid, gid };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
