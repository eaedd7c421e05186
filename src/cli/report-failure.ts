/** Prints the failure of a command, and chooses the exit code. */
import { CommanderError } from "commander";
import { type ErrorTopic, withTopic } from "../core/error-topics";
import { ExplainedError } from "../core/errors";
import { type ExitCode, exitCodes } from "./exit-codes";
import { jsonText, sanitize, styled, type Terminal } from "./terminal";

/** A mistake in the arguments of the command line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Prints the error. @returns the exit code */
export function reportFailure(error: unknown, args: readonly string[], terminal: Terminal): ExitCode {
  // Help and version end the parsing like errors, and are printed already.
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
  if (error instanceof CommanderError && error.code === "commander.help") return exitCodes.usage;
  const { message, topic, code } = described(error, terminal);
  if (args.includes("--json")) {
    terminal.stdout.write(`${jsonText({ error: { message, topic } })}\n`);
    return code;
  }
  const text = code === exitCodes.usage ? message : withTopic(message, topic);
  terminal.stderr.write(`${styled(terminal.stderr, "red", sanitize(text))}\n`);
  return code;
}

function described(
  error: unknown,
  terminal: Terminal,
): { message: string; topic: ErrorTopic; code: ExitCode } {
  if (terminal.interrupted.aborted) {
    return { message: "interrupted", topic: "cancelled", code: exitCodes.interrupted };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ExplainedError) return { message, topic: error.topic, code: exitCodes.failed };
  if (error instanceof CommanderError && error.code === "commander.error") {
    return { message, topic: "configuration", code: exitCodes.failed };
  }
  const isUsage = error instanceof CommanderError || error instanceof UsageError;
  return {
    message: isUsage ? `${message.replace(/^error: /, "")} (see --help)` : message,
    topic: isUsage ? "invalid-argument" : "unexpected",
    code: isUsage ? exitCodes.usage : exitCodes.failed,
  };
}
