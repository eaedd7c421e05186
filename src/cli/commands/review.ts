/** `pulumi-image-share review`: reports the meaning of a preview for access, with an exit code for a pipeline. */
import { readFile, writeFile } from "node:fs/promises";
import { approvalText } from "../../core/approval";
import { ConfigurationError } from "../../core/errors";
import { codeOf } from "../config-document";
import { type ExitCode, exitCodes } from "../exit-codes";
import { UsageError } from "../report-failure";
import { isWhole, outcomeLines, outcomeOf } from "../review/outcome";
import { notUnderstood, type Preview, readPreview } from "../review/preview";
import {
  approvedChanges,
  asMarkdown,
  conclusion,
  document,
  failedMarkdown,
  reportLines,
} from "../review/report";
import { isApprovable, type Review, review as reviewOf, type Verdict, verdictOn } from "../review/review";
import { exportStack, stackIn } from "../review/stack-export";
import { isStateOf, type KnownState, readStackState } from "../review/stack-state";
import type { Outcome, OutputOptions } from "../session";
import { lineFor, readAll, sanitize, type Terminal } from "../terminal";

export interface ReviewOptions extends OutputOptions {
  readonly state?: string;
  readonly stack?: string;
  readonly approve?: string;
  readonly after?: string;
  readonly markdown: boolean;
}

const codes: Readonly<Record<Verdict, ExitCode>> = {
  go: exitCodes.ok,
  stop: exitCodes.stop,
  failed: exitCodes.failed,
};

/** @param file the preview; `-` for standard input */
export async function review(terminal: Terminal, file: string, options: ReviewOptions): Promise<Outcome> {
  if (options.json && options.markdown) throw new UsageError("--json and --markdown exclude each other");
  try {
    return await reviewed(terminal, file, options);
  } catch (error) {
    // Without a comment, the pull request would look as if access did not change.
    if (options.markdown) terminal.stdout.write(failedMarkdown(sanitize(messageOf(error))));
    throw error;
  }
}

async function reviewed(terminal: Terminal, file: string, options: ReviewOptions): Promise<Outcome> {
  if (file === "-" && terminal.stdin.isTTY === true) {
    throw new UsageError("name the file with the preview, or pipe the preview into this");
  }
  const label = file === "-" ? "standard input" : file;
  const preview = readPreview(await contents(file, label, terminal), label);
  if (options.after !== undefined) return afterRun(terminal, preview, options.after, options);
  const result = reviewOf(preview, await stateOf(preview, options, terminal));
  const { approve } = options;
  const isApproved = approve !== undefined && isApprovable(result);
  if (isApproved) await write(approve, approvalText(approvedChanges(result)));
  const end = conclusion(result, isApproved ? approve : undefined);
  print(result, end, options, terminal);
  if (approve !== undefined && !isApproved) terminal.stderr.write(`${refusal(approve)}\n`);
  return {
    code: isApproved ? exitCodes.ok : codes[verdictOn(result)],
    document: { ...document(result), ...(approve === undefined ? {} : { approved: isApproved }) },
  };
}

/** What came of the preview: a run's events say what was done. */
async function afterRun(
  terminal: Terminal,
  preview: Preview,
  file: string,
  options: ReviewOptions,
): Promise<Outcome> {
  if (options.markdown || options.approve !== undefined) {
    throw new UsageError("--after excludes --approve and --markdown: it tells what a run has done");
  }
  const outcome = outcomeOf(preview, await contents(file, file, terminal), file);
  const isFine = isWhole(outcome);
  if (!options.json && !(options.quiet && isFine)) {
    for (const line of outcomeLines(outcome)) terminal.stdout.write(lineFor(terminal.stdout, line, !isFine));
  }
  return { code: isFine ? exitCodes.ok : exitCodes.failed, document: outcome };
}

function print(
  result: Review,
  end: string,
  { markdown, json, quiet, approve }: ReviewOptions,
  { stdout }: Terminal,
): void {
  if (json) return;
  if (markdown) {
    stdout.write(asMarkdown(result, end));
    return;
  }
  for (const { text, isBad } of reportLines(result)) {
    if (isBad || !quiet) stdout.write(lineFor(stdout, text, isBad));
  }
  const isFine = verdictOn(result) === "go" || (approve !== undefined && isApprovable(result));
  if (!quiet || !isFine) stdout.write(`${end}\n`);
}

function refusal(file: string): string {
  return sanitize(
    `${file} was not written: only what is known, and what up will carry out, can be approved.`,
  );
}

/** The stack's state, because the preview omits resources that only state holds. */
async function stateOf(
  preview: Preview,
  { state: file, stack }: ReviewOptions,
  terminal: Terminal,
): Promise<KnownState> {
  if (file !== undefined) {
    const resources = readStackState(await contents(file, file, terminal), file);
    if (isStateOf(resources, preview)) return { resources };
    throw notUnderstood(`${file} is not the state that the preview was made of`);
  }
  const name = stack ?? stackIn(preview.steps.map(({ urn }) => urn));
  try {
    const resources = readStackState(await exportStack(name, terminal.interrupted), "the state");
    if (isStateOf(resources, preview)) return { resources };
    return { missing: "what pulumi stack export prints is not the state that the preview was made of" };
  } catch (error) {
    if (terminal.interrupted.aborted) throw error;
    // An error about the state file already says what to do.
    const isStrange = error instanceof ConfigurationError;
    return { missing: isStrange ? "what pulumi stack export prints is not understood" : messageOf(error) };
  }
}

async function contents(file: string, label: string, terminal: Terminal): Promise<string> {
  try {
    return file === "-" ? await readAll(terminal) : await readFile(file, "utf8");
  } catch (error) {
    throw notUnderstood(`${label} cannot be read (${codeOf(error)})`);
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new ConfigurationError(`${file} cannot be written (${codeOf(error)})`, "approval", error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
