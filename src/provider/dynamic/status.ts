/**
 * Lines that are true for the moment, sent to the engine: its display replaces them, and its diagnostics leave them out.
 * What the process prints instead would stay.
 */
import type { EngineConnection } from "../engine-client";

let connection: Promise<EngineConnection> | undefined;

/** Needs the engine's address, with which it starts the SDK's provider process; without it, the line is printed. */
export function showStatus(text: string): void {
  const address = engineAddress();
  if (address === undefined) {
    console.log(text);
    return;
  }
  // Most runs are over before the first such line.
  connection ??= import("../engine-client.js").then(
    ({ EngineConnection: Connection }) => new Connection(address),
  );
  void connection.then((engine) => engine.log({ urn: "", text, isStatus: true }));
}

function engineAddress(): string | undefined {
  return process.argv.slice(2).find((argument) => /^(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(argument));
}
