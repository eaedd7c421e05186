/** `image-share doctor`: what is wrong with a machine, its keys and its network, in lines for a bug report. */
import { type Config, type ConfigSource, parseConfig } from "../../app/config";
import { Connections } from "../../app/connections";
import { withTopic } from "../../core/error-topics";
import { stripControlChars } from "../../core/printable";
import { type CloudName, cloudNames } from "../../core/services";
import { keyFindings } from "../doctor/clouds";
import { Endpoints } from "../doctor/endpoint";
import { findingOf } from "../doctor/failure";
import { type Finding, note, ok, problem } from "../doctor/finding";
import { type Machine, machineFindings } from "../doctor/machine";
import { ownNeeds, packageFindings } from "../doctor/packages";
import { keysToTry, type Wanted } from "../doctor/places";
import { Secrets } from "../doctor/secrets";
import { exitCodes } from "../exit-codes";
import { type CommonOptions, fileOf, type Outcome } from "../session";
import type { ShareFile } from "../share-file";
import { StatusLine } from "../status-line";
import { styled, type Terminal } from "../terminal";

export interface DoctorOptions extends CommonOptions, Wanted {}

export async function doctor(terminal: Terminal, options: DoctorOptions): Promise<Outcome> {
  const { env } = process;
  const secrets = new Secrets(env);
  const findings: Finding[] = [];
  const status = new StatusLine(terminal.stderr);
  const tell = (found: readonly Finding[]) => {
    status.clear();
    const clean = found.map((finding) => cleaned(finding, secrets));
    findings.push(...clean);
    if (!options.json) for (const finding of clean) print(finding, options.quiet, terminal);
  };
  const about = (what: string) => {
    if (status.overwrites && !options.quiet) status.show(`looking at ${what}`);
  };
  const machine: Machine = {
    environment: env,
    folder: process.cwd(),
    node: process.versions.node,
    executable: process.execPath,
  };
  about("this machine");
  tell([...packageFindings(machine, ownNeeds()), ...(await machineFindings(machine, ownNeeds()))]);
  const read = await readConfiguration(options, terminal, secrets);
  tell(read.findings);
  if (read.file !== undefined) {
    const { file, source, settings } = read;
    const groups = keysToTry(options, configuredIn(settings, file), env);
    if (groups.length === 0) tell([noKeys]);
    const endpoints = new Endpoints(settings, env, terminal.interrupted);
    const asking = {
      connections: new Connections(source),
      endpoints,
      file,
      secrets,
      signal: terminal.interrupted,
    };
    for (const group of groups) {
      if (terminal.interrupted.aborted) break;
      about(group.cloud);
      tell(await keyFindings(group, asking));
    }
  }
  const problems = findings.filter((finding) => finding.status === "problem").length;
  const end = problems === 0 ? "Nothing is wrong." : problems === 1 ? "1 problem" : `${problems} problems`;
  if (!options.json && !options.quiet) terminal.stdout.write(`${end}\n`);
  const code = terminal.interrupted.aborted
    ? exitCodes.interrupted
    : problems === 0
      ? exitCodes.ok
      : exitCodes.failed;
  return { code, document: { healthy: problems === 0, findings } };
}

const noKeys = problem(
  "keys",
  "no keys of any cloud: none in a file, in variables, or in the files of the vendors' tools",
  "name the file that has them with --config, set the variables that the vendor's own tools read, or name a service with --service: then the machine's role is asked, too",
  "credentials",
);

type Read = { readonly findings: readonly Finding[] } & (
  | { readonly file: ShareFile; readonly source: ConfigSource; readonly settings: Config }
  | { readonly file?: undefined }
);

/** Without a readable configuration, calls could go to another endpoint, or with other keys. */
async function readConfiguration(
  options: DoctorOptions,
  terminal: Terminal,
  secrets: Secrets,
): Promise<Read> {
  const label = options.config ?? options.stack ?? "the command line";
  try {
    const file = await fileOf(options, terminal);
    const { configuration } = file;
    for (const key of configuration.keys) secrets.addMembers(configuration.get(key), key);
    const source =
      options.endpoint === undefined ? configuration : { ...configuration, endpointOption: options.endpoint };
    const settings = parseConfig(source);
    const name = file.label === "" ? [] : [ok("configuration", `${file.label} is read`)];
    return {
      findings: [...name, ...file.notes.map((text) => note("configuration", text))],
      file,
      source,
      settings,
    };
  } catch (error) {
    const advice = "correct it; no cloud is asked before";
    return { findings: [findingOf("configuration", label, error, advice)] };
  }
}

function configuredIn(settings: Config, { shares }: ShareFile) {
  const cloudsOf = (sections: Config["clouds"]): CloudName[] =>
    cloudNames.filter((cloud) => sections[cloud] !== undefined);
  const profiles = Object.entries(settings.profiles).map(
    ([name, sections]) => [name, cloudsOf(sections)] as const,
  );
  return { shares, clouds: cloudsOf(settings.clouds), profiles: Object.fromEntries(profiles) };
}

/** Without secrets, and without control characters. Names of accounts are left out: the output is for others. */
function cleaned(finding: Finding, secrets: Secrets): Finding {
  const clean = (text: string) => stripControlChars(secrets.hide(text));
  const advice = finding.advice === undefined ? {} : { advice: clean(finding.advice) };
  return { ...finding, text: clean(finding.text), ...advice };
}

function print({ part, status, text, advice, topic }: Finding, quiet: boolean, { stdout }: Terminal): void {
  const isProblem = status === "problem";
  if (quiet && !isProblem) return;
  const line = `${status.padEnd(8)} ${part}: ${text}`;
  // Not wrapped: what is copied from a terminal into a report stays as it is.
  stdout.write(`${isProblem ? styled(stdout, "red", line) : line}\n`);
  if (advice !== undefined)
    stdout.write(`         do: ${topic === undefined ? advice : withTopic(advice, topic)}\n`);
}
