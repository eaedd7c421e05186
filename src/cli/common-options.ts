/** The options that commands have in common. */
import { type Command, Option } from "commander";

/** @param quiet whether the command has lines that are no problem */
export function addOutputOptions(command: Command, { quiet = true } = {}): Command {
  command.option("--json", "print one JSON document, also of an error", false);
  if (command.options.every(({ long }) => long !== "--output"))
    command.option("--output <file>", "where the result goes; must not be there yet (default: stdout)");
  return quiet ? command.option("-q, --quiet", "print only problems", false) : command;
}

export function addEndpointOption(command: Command): Command {
  return command.addOption(
    new Option("--endpoint <url>", "sends every call there: the emulator, or a proxy"),
  );
}
