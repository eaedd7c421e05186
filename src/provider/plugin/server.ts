/** The process that the engine starts: it serves, prints its port, and stays until it is told to end. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { EngineConnection } from "../engine-client";
import { EngineLog } from "./engine-log";
import { PluginFront } from "./front";

/** State of a thousand accounts fits many times over; the engine's own bound is this one too. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** After a signal, the engine has this long to take the last answers before the process ends. */
const EXIT_GRACE_MS = 1_000;

/** @param args of the command line: flags, then the engine's address */
export async function serve(args: readonly string[]): Promise<void> {
  const engine = new EngineConnection(engineAddress(args), () => {
    void service.stop().then(() => process.exit(0));
  });
  // After the engine's end, what is said has no reader; to fail by that would break off a write.
  process.stderr.on("error", () => undefined);
  const service: PluginFront = new PluginFront({
    version: packageVersion(),
    log: new EngineLog(engine.log),
    connect: (address) => engine.connect(address),
  });
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(ResourceProviderService, service.calls);
  endOnSignals(service);
  // The engine reads the port from the first line, and takes whatever else is printed there for output.
  process.stdout.write(`${await listen(server)}\n`);
}

/** The engine may put flags of its own before it; the one that has a value of its own is `--tracing`. */
export function engineAddress(args: readonly string[]): string {
  const values = args.filter((arg, index) => !arg.startsWith("-") && args[index - 1] !== "--tracing");
  return values[0] ?? "";
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

function endOnSignals(service: PluginFront): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      if (!service.busy) process.exit(0);
      void service.stop().then(() => setTimeout(() => process.exit(0), EXIT_GRACE_MS));
    });
  }
}

function packageVersion(): string {
  return JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8")).version;
}
