/** The commands, their options, and their exit codes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { ApplyOptions } from "./commands/apply";
import { addCompletion } from "./commands/completion";
import type { DiscoverOptions } from "./commands/discover";
import type { DoctorOptions } from "./commands/doctor";
import type { ReportOptions } from "./commands/report";
import type { ReviewOptions } from "./commands/review";
import type { ShowOptions } from "./commands/show";
import { addEndpointOption, addOutputOptions } from "./common-options";
import {
  applyCommand,
  checkCommand,
  discoverCommand,
  doctorCommand,
  explainCommand,
  reportCommand,
  reviewCommand,
  showCommand,
} from "./definitions";
import { emulatorCommand } from "./emulator-command";
import { type ExitCode, exitCodes } from "./exit-codes";
import { help, overview } from "./help";
import { withOutput } from "./output-file";
import { reportFailure } from "./report-failure";
import type { CommonOptions, Outcome, OutputOptions, Session } from "./session";
import { jsonText, sanitize, type Terminal } from "./terminal";

/** @param args without node and the script. @returns the exit code */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const perform: Perform = ({ json, output }, work) =>
    // The command itself writes several files.
    withOutput(typeof output === "string" ? output : undefined, terminal, async (own) => {
      try {
        const outcome = await work(own);
        if (json) own.stdout.write(`${jsonText(outcome.document)}\n`);
        code = outcome.code;
      } catch (error) {
        if (!json) throw error;
        code = reportFailure(error, args, own);
      }
    });
  try {
    await program(terminal, perform).parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return reportFailure(error, args, terminal);
  }
}

/** The path is the same from the sources and from the built package. */
function packageVersion(): string {
  return JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")).version;
}

/** Does the work of a command, and hands its result on: as a document with --json, and to the file of --output. */
type Perform = (
  options: { readonly json: boolean; readonly output?: OutputOptions["output"] | undefined },
  work: (terminal: Terminal) => Promise<Outcome>,
) => Promise<void>;

function program(terminal: Terminal, perform: Perform): Command {
  const root = new Command("image-share")
    .description("Who has access to machine images, and who should: without Pulumi, by the same rules.")
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      // With --json, the error is the document: see failed.
      writeErr: (text) => terminal.stderr.write(sanitize(text)),
      outputError: () => undefined,
    })
    .showSuggestionAfterError()
    .addHelpText("after", overview);
  // Each command's work is loaded when it is asked for: help, completion and a check start without the rest.
  const reaching = <T extends CommonOptions>(
    command: Command,
    load: () => Promise<(session: Session, options: T, own: Terminal) => Promise<Outcome>>,
    outputOf: (options: T) => CommonOptions["output"] = ({ output }) => output,
  ) =>
    addOutputOptions(addEndpointOption(command)).action((options: T) =>
      perform({ ...options, output: outputOf(options) }, async (own) => {
        const [{ Session }, work] = await Promise.all([import("./session.js"), load()]);
        return work(await Session.open(own, options), options, own);
      }),
    );
  reaching<ShowOptions>(showCommand(root), async () => (await import("./commands/show.js")).show);
  // With --write, --output is where the shares are written.
  reaching<DiscoverOptions>(
    discoverCommand(root),
    async () => (await import("./commands/discover.js")).discover,
    ({ write, output }) => (write === undefined ? output : undefined),
  );
  reaching<CommonOptions>(checkCommand(root), async () => (await import("./commands/check.js")).check);
  reaching<ReportOptions>(reportCommand(root), async () => (await import("./commands/report.js")).report);
  reaching<ApplyOptions>(applyCommand(root), async () => (await import("./commands/apply.js")).apply);
  addOutputOptions(reviewCommand(root)).action((file: string, options: ReviewOptions) =>
    perform(options, async (own) => (await import("./commands/review.js")).review(own, file, options)),
  );
  addOutputOptions(explainCommand(root), { quiet: false }).action(
    (topic: string | undefined, options: OutputOptions) =>
      perform(options, async (own) =>
        (await import("./commands/explain.js")).explainTopic(own, topic, options.json),
      ),
  );
  addOutputOptions(addEndpointOption(doctorCommand(root))).action((options: DoctorOptions) =>
    perform(options, async (own) => (await import("./commands/doctor.js")).doctor(own, options)),
  );
  addCompletion(root, terminal, help);
  root.addCommand(emulatorCommand("emulator").copyInheritedSettings(root));
  return root;
}
