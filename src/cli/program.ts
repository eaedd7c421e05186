/** The commands, their options, and their exit codes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { serviceNames } from "../core/services";
import { failures } from "../report/findings";
import { type ApplyOptions, apply } from "./commands/apply";
import { check } from "./commands/check";
import { addCompletion } from "./commands/completion";
import { type DiscoverOptions, discover } from "./commands/discover";
import { type DoctorOptions, doctor, doctorCommand } from "./commands/doctor";
import { explainTopic } from "./commands/explain";
import { type ReportOptions, report } from "./commands/report";
import { type ReviewOptions, review } from "./commands/review";
import { type ShowOptions, show } from "./commands/show";
import { addEndpointOption, addOutputOptions } from "./common-options";
import { emulatorCommand } from "./emulator";
import { type ExitCode, exitCodeHelp, exitCodes } from "./exit-codes";
import { help, overview } from "./help";
import { withOutput } from "./output-file";
import { formats } from "./render";
import { reportFailure } from "./report-failure";
import { type CommonOptions, type Outcome, type OutputOptions, Session } from "./session";
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
  const reaching = <T extends CommonOptions>(
    command: Command,
    work: (session: Session, options: T, own: Terminal) => Promise<Outcome>,
    outputOf: (options: T) => CommonOptions["output"] = ({ output }) => output,
  ) =>
    addOutputOptions(addEndpointOption(command)).action((options: T) =>
      perform({ ...options, output: outputOf(options) }, async (own) =>
        work(await Session.open(own, options), options, own),
      ),
    );
  reaching<ShowOptions>(showCommand(root), show);
  // With --write, --output is where the shares are written.
  reaching<DiscoverOptions>(discoverCommand(root), discover, ({ write, output }) =>
    write === undefined ? output : undefined,
  );
  reaching<CommonOptions>(checkCommand(root), check);
  reaching<ReportOptions>(reportCommand(root), report);
  reaching<ApplyOptions>(applyCommand(root), apply);
  addOutputOptions(reviewCommand(root)).action((file: string, options: ReviewOptions) =>
    perform(options, (own) => review(own, file, options)),
  );
  addOutputOptions(explainCommand(root), { quiet: false }).action(
    (topic: string | undefined, options: OutputOptions) =>
      perform(options, async (own) => explainTopic(own, topic, options.json)),
  );
  addOutputOptions(addEndpointOption(doctorCommand(root))).action((options: DoctorOptions) =>
    perform(options, (own) => doctor(own, options)),
  );
  addCompletion(root, terminal, help);
  root.addCommand(emulatorCommand("emulator").copyInheritedSettings(root));
  return root;
}

function showCommand(root: Command): Command {
  return root
    .command("show")
    .description("Shows who has access to an image.")
    .addOption(new Option("--service <name>", "the service").choices(serviceNames).makeOptionMandatory())
    .option("--region <region>", "the image's region, where the service has any")
    .requiredOption("--image <id>", "the image's ID")
    .option("--profile <name>", "credentials: a profile of the file that --config names")
    .option("--config <file>", "a file with credentials and names of accounts, as check takes it")
    .addHelpText(
      "after",
      help(
        [
          "image-share show --service tencentcloud-cvm --region ap-guangzhou --image img-6pb6lrmy",
          "image-share show --service alicloud-ens --image m-5s7qotzavwbrnzaqh4unm --json",
        ],
        exitCodeHelp("ok", "failed", "usage", "interrupted"),
      ),
    );
}

function discoverCommand(root: Command): Command {
  return root
    .command("discover")
    .description("Lists the account's own images and who they are shared with, and writes shares from it.")
    .addOption(
      new Option("--service <name...>", "one or more services").choices(serviceNames).makeOptionMandatory(),
    )
    .option(
      "--region <region...>",
      "one or more regions, or all; <service>=<region> for one of several services",
    )
    .option("--profile <name>", "credentials: a profile of the file that --config names")
    .option("--config <file>", "a file with credentials and names of accounts, as check takes it")
    .option("--all", "also images that are shared with nobody", false)
    .addOption(
      new Option(
        "--write <format>",
        "writes what is shared: a stack configuration, a program, a share file",
      ).choices(formats),
    )
    .addHelpText(
      "after",
      help(
        [
          "image-share discover --service tencentcloud-cvm --region ap-guangzhou ap-singapore",
          "image-share discover --service alicloud-ens --write config --output Pulumi.dev.yaml",
          "image-share discover --service alicloud-ecs volcengine-ecs \\",
          "  --region alicloud-ecs=cn-hangzhou volcengine-ecs=cn-beijing --write program > index.ts",
        ],
        "Applying what is written changes nothing: it lists every account that has access. An account that you\n" +
          "remove from the list loses access at the next run.",
        exitCodeHelp("ok", "failed", "usage", "interrupted"),
      ),
    );
}

/** `--fail-on public,unknown` and `--fail-on public unknown`. */
function failOnOption(): Option {
  const names = Object.keys(failures);
  return new Option("--fail-on <finding...>", `end with 2 if there is one: ${names.join(", ")}`).argParser(
    (value: string, before: readonly string[] | undefined) => {
      const asked = value.split(",").filter((name) => name !== "");
      const wrong = asked.find((name) => !names.includes(name));
      if (wrong !== undefined) {
        throw new InvalidArgumentError(`${wrong} is none of ${names.join(", ")}.`);
      }
      return [...(before ?? []), ...asked];
    },
  );
}

function reportCommand(root: Command): Command {
  return root
    .command("report")
    .description("Reports who can use which image: a page, a document, a table, a summary.")
    .addOption(new Option("--service <name...>", "one or more services").choices(serviceNames))
    .option(
      "--region <region...>",
      "one or more regions, or all; <service>=<region> for one of several services",
    )
    .option("--profile <name...>", "credentials: one or more profiles of the file that --config names")
    .option("--config <file>", `compares with ${fileOption}`)
    .option("--stack <name>", "compares with the configuration of a stack, which Pulumi prints")
    .option("--output <file...>", "where to write: the name ends with .html, .json, .csv or .md")
    .option("--csv", "print a table", false)
    .option("--markdown", "print a summary for a pipeline's step", false)
    .option("--since <file>", "an earlier report (.json): says what changed")
    .addOption(failOnOption())
    .addHelpText(
      "after",
      help(
        [
          "image-share report --service tencentcloud-cvm --region all --output report.html",
          "image-share report --config Pulumi.prod.yaml --markdown --fail-on public,drift",
          "image-share report --service alicloud-ecs --region cn-hangzhou --config shares.json \\",
          "  --since last.json --output report.html last.json",
        ],
        "Nothing is changed. Without --service, the images of the file are looked at; with it, all images of the\n" +
          "account there, and the file's. Files that are there already are replaced.",
        exitCodeHelp("ok", "failed", "found", "usage", "interrupted"),
      ),
    );
}

const fileOption = "Pulumi.<stack>.yaml, a JSON share file, or - for standard input";

function checkCommand(root: Command): Command {
  return root
    .command("check")
    .description("Compares a file with the clouds, and tells by its exit code whether they differ.")
    .requiredOption("--config <file>", fileOption)
    .addHelpText(
      "after",
      help(
        [
          "image-share check --config Pulumi.prod.yaml",
          "pulumi config --json --show-secrets | image-share check --config -",
          "image-share check --config shares.json --json | jq '.images[] | select(.status != \"as-listed\")'",
        ],
        "Nothing is changed, and Pulumi is not needed. With exclusive: false, only accounts that have no access\n" +
          "are drift. A share that could not be read counts more than drift of others.",
        exitCodeHelp("ok", "failed", "drift", "usage", "interrupted"),
      ),
    );
}

function applyCommand(root: Command): Command {
  return root
    .command("apply")
    .description("Brings the clouds to what a file lists, after showing it and asking.")
    .requiredOption("--config <file>", fileOption)
    .option("--yes", "do not ask", false)
    .addHelpText(
      "after",
      help(
        ["image-share apply --config Pulumi.prod.yaml", "image-share apply --config shares.json --yes"],
        "The guards of the resource hold: exclusive, protectedAccounts, maxRemovals, allowEmpty, the limit of accounts,\n" +
          "and image-share:maxRemovals over all images. When one refuses, nothing is changed, of no image.\n" +
          "IMAGE_SHARE_MAX_REMOVALS=<number> in the environment allows one run that many removals. There is no state\n" +
          "here: with exclusive: false, no account loses access, even when you remove it from the list. Without a\n" +
          "terminal to confirm on, --yes is needed.",
        exitCodeHelp("ok", "failed", "refused", "usage", "interrupted"),
      ),
    );
}

function reviewCommand(root: Command): Command {
  return root
    .command("review")
    .description(
      "Says who gains and who loses access in a preview of Pulumi, and tells by its exit code whether to stop.",
    )
    .argument("[preview]", "what pulumi preview --json prints, as a file, or - for standard input", "-")
    .option("--state <file>", "what pulumi stack export prints (default: it is run)")
    .option("--stack <name>", "the stack to export (default: the preview's)")
    .option("--approve <file>", "writes what may change, for image-share:approved")
    .option("--markdown", "print a comment for a pull request", false)
    .addHelpText(
      "after",
      help(
        [
          "pulumi preview --json --show-sames --show-replacement-steps > preview.json",
          "pulumi-image-share review preview.json",
          "pulumi-image-share review preview.json --markdown >> comment.md",
        ],
        "No cloud is called. Anything not understood, not known or missing stops. With --approve, losses that\n" +
          "the file names do not.",
        exitCodeHelp("ok", "failed", "stop", "usage", "interrupted"),
      ),
    );
}

function explainCommand(root: Command): Command {
  return root
    .command("explain")
    .description("Explains a message: prints the part of docs/errors.md that the message names.")
    .argument("[topic]", "the topic at the end of the message (default: lists the topics)")
    .addHelpText("after", help(["image-share explain wrong-account"], exitCodeHelp("ok", "failed", "usage")));
}
