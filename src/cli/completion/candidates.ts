/** What the word under the cursor may become, from the commands' own options and the files of the folder. */
import type { Command, Option } from "commander";

/** One way to complete the word. */
interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** @property files whether the shell's own file names complete the word as well */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
}

/** Values that no option declares, because they are in the user's files. */
export interface KnownValues {
  /** @param services the services on the command line; empty: all */
  regions(services: readonly string[]): Promise<readonly string[]>;
  profiles(): Promise<readonly string[]>;
  /** Topics of errors. */
  readonly topics: readonly string[];
}

const nothing: Completion = { candidates: [], files: false };

/**
 * @param root the program with all commands
 * @param words the command line after the program's name; the last word is the one to complete, often empty
 */
export async function complete(
  root: Command,
  words: readonly string[],
  known: KnownValues,
): Promise<Completion> {
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const name = before.find((word) => !word.startsWith("-"));
  const command = root.commands.find((one) => one.name() === name);
  if (command === undefined) {
    if (name !== undefined) return nothing;
    return matching(typed, typed.startsWith("-") ? optionsOf(root, before) : commandsOf(root));
  }
  const [option, ...values] = lastOption(command, before);
  const written = /^(--[\w-]+)=(.*)$/s.exec(typed);
  if (written !== null) {
    const [, flag = "", value = ""] = written;
    const inner = await valuesOf(findOption(command, flag), value, before, known);
    const candidates = inner.candidates.map((one) => ({ ...one, value: `${flag}=${one.value}` }));
    return { ...inner, candidates };
  }
  if (typed.startsWith("-") && typed !== "-") return matching(typed, optionsOf(command, before));
  const takesMore = option !== undefined && takesValue(option) && (values.length === 0 || option.variadic);
  if (takesMore) return valuesOf(option, typed, before, known);
  if (typed === "-") return matching(typed, optionsOf(command, before));
  return argumentsOf(command, typed, known);
}

function commandsOf(root: Command): Candidate[] {
  return root
    .createHelp()
    .visibleCommands(root)
    .map((command) => ({ value: command.name(), description: command.description() }));
}

/** Options that are not written yet, or can be repeated. */
function optionsOf(command: Command, before: readonly string[]): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => option.variadic || !before.includes(option.long ?? ""))
    .map((option) => ({ value: option.long ?? option.flags, description: option.description }));
}

/** The last option before the word, with the values that follow it. */
function lastOption(command: Command, before: readonly string[]): [Option | undefined, ...string[]] {
  const place = before.findLastIndex((word) => word.startsWith("-") && word !== "-");
  const word = before[place] ?? "";
  // An option that is written with its value takes no other word.
  return word.includes("=") ? [undefined] : [findOption(command, word), ...before.slice(place + 1)];
}

function findOption(command: Command, flag: string): Option | undefined {
  return command.options.find(({ long, short }) => flag !== "" && (long === flag || short === flag));
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

async function valuesOf(
  option: Option | undefined,
  typed: string,
  before: readonly string[],
  known: KnownValues,
): Promise<Completion> {
  if (option === undefined) return nothing;
  const { argChoices, flags } = option;
  if (argChoices !== undefined) return matching(typed, plain(argChoices));
  if (flags.includes("<region")) return matching(typed, plain(await known.regions(servicesIn(before))));
  if (flags.startsWith("--profile")) return matching(typed, plain(await known.profiles()));
  return { candidates: [], files: /<\S*(file|folder)/.test(flags) };
}

/** The values of --service on the command line. */
function servicesIn(before: readonly string[]): string[] {
  const place = before.indexOf("--service");
  const inline = before.flatMap((word) => (word.startsWith("--service=") ? [word.slice(10)] : []));
  if (place === -1) return inline;
  const after = before.slice(place + 1);
  const end = after.findIndex((word) => word.startsWith("-"));
  return [...inline, ...(end === -1 ? after : after.slice(0, end))];
}

function argumentsOf(command: Command, typed: string, known: KnownValues): Completion {
  const [argument] = command.registeredArguments;
  if (argument === undefined) return nothing;
  const choices = argument.name() === "topic" ? known.topics : argument.argChoices;
  return choices === undefined ? { candidates: [], files: true } : matching(typed, plain(choices));
}

function plain(values: readonly string[]): Candidate[] {
  return values.map((value) => ({ value, description: "" }));
}

function matching(typed: string, candidates: readonly Candidate[]): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(typed)), files: false };
}
