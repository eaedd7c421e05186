import type { CallRecord } from "../../../src/emulator";
import { isEndpointLine } from "../../support/endpoint-line";
import { isIdentityCall } from "../../support/services";
import type { Finished } from "./command";
import { noted } from "./notes";

/** A command of the CLI that has ended, and what it did to the cloud. */
export class Run {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** All that it printed. */
  readonly output: string;
  readonly stdout: string;
  /** The API calls about images that were made meanwhile, in few words: see notes.ts. */
  readonly calls: readonly string[];
  /** The calls that asked whose keys these are, by cloud. */
  readonly identityCalls: readonly string[];

  constructor({ code, output, stdout }: Finished, calls: readonly CallRecord[]) {
    this.code = code;
    this.output = output;
    this.stdout = stdout;
    const isIdentity = (call: CallRecord) => isIdentityCall(call);
    this.calls = calls.filter((call) => !isIdentity(call)).map(noted);
    this.identityCalls = calls.filter(isIdentity).map(({ cloud }) => cloud);
  }

  /** The calls that changed something, or tried to. */
  get writes(): string[] {
    return this.calls.filter((call) => !call.startsWith("describe "));
  }

  /** What the product told, line by line, but for the line that names the endpoint. */
  get said(): string[] {
    return this.told.filter((line) => !isEndpointLine(line));
  }

  /** What the product told, line by line, as the engine sums it up at the end. */
  get told(): string[] {
    const [, report = ""] = /^Diagnostics:\n([\s\S]*?)\n\n/m.exec(this.output) ?? [];
    return report.split("\n").flatMap((line) => (line.startsWith("    ") ? [line.trim()] : []));
  }

  /** The same of all resources, wherever the engine puts it: a plugin's lines stand under their resource. */
  get saidOfResources(): string[] {
    const [, report = ""] = /^Diagnostics:\n((?: {2}.*\n|\n)*)/m.exec(this.output) ?? [];
    const lines = report.split("\n").flatMap((line) => (line.startsWith("    ") ? [line.trim()] : []));
    return lines.filter((line) => !isEndpointLine(line) && !line.startsWith("error: "));
  }

  callsTo({ imageId }: { readonly imageId: string }): string[] {
    return this.calls.filter((call) => call.split(" ")[1] === imageId);
  }

  /** The closing summary, without its signs and totals: `2 created`, `1 unchanged`, … */
  get resources(): string[] {
    const [, block = ""] = /^Resources:\n((?: {4}.*\n)*)/m.exec(this.output) ?? [];
    return block.split("\n").flatMap((line) => /\d+ [\w ]+$/.exec(line)?.[0] ?? []);
  }
}
