/** `image-share completion`, and the hidden `complete` that its scripts call for each word. */
import { Argument, type Command } from "commander";
import { complete } from "../completion/candidates";
import { FILES, type Shell, scripts, shells } from "../completion/scripts";
import { exitCodeHelp } from "../exit-codes";
import { sanitize, type Terminal } from "../terminal";

/** Adds both commands. @param helpText the text after a command's options */
export function addCompletion(
  root: Command,
  terminal: Terminal,
  helpText: (examples: readonly string[], ...parts: readonly string[]) => string,
): void {
  const shell = () => new Argument("<shell>", "the shell").choices(shells);
  root
    .command("completion")
    .description("Prints a script that lets a shell complete commands, options, services, regions and files.")
    .addArgument(shell())
    .addHelpText(
      "after",
      helpText(
        [
          'eval "$(image-share completion bash)"      # in ~/.bashrc',
          'eval "$(image-share completion zsh)"       # in ~/.zshrc, after compinit',
          "image-share completion fish | source       # in ~/.config/fish/config.fish",
        ],
        "Regions and profiles are those of the folder's Pulumi.<stack>.yaml and of the file that --config names.",
        exitCodeHelp("ok", "usage"),
      ),
    )
    .action((name: Shell) => {
      terminal.stdout.write(scripts[name]);
    });
  root
    .command("complete", { hidden: true })
    .addArgument(shell())
    .argument("[words...]")
    .action(async (name: Shell, words: readonly string[]) => {
      terminal.stdout.write((await lines(root, name, words)).join(""));
    });
}

async function lines(root: Command, shell: Shell, words: readonly string[]): Promise<string[]> {
  const joined = shell === "bash" ? rejoined(words) : words;
  const place = joined.indexOf("--config");
  const file = place === -1 ? undefined : joined[place + 1];
  const named = file === undefined || place + 1 === joined.length - 1 ? [] : [file];
  const { knownValues } = await import("../completion/known-values.js");
  const { candidates, files } = await complete(root, joined, knownValues(".", named));
  const part = (value: string) => (shell === "bash" ? afterBreak(value, joined.at(-1) ?? "") : value);
  const printed = candidates.map(
    ({ value, description }) => `${oneLine(part(value))}\t${oneLine(description)}`,
  );
  return [...printed, ...(files ? [FILES] : [])].map((line) => `${line}\n`);
}

function oneLine(text: string): string {
  return sanitize(text).replaceAll("\n", " ");
}

/** bash splits `--service=x` into three words. */
function rejoined(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const [index, word] of words.entries()) {
    const continues = joined.length > 0 && (word === "=" || words[index - 1] === "=");
    if (continues) joined.push(`${joined.pop() ?? ""}${word}`);
    else joined.push(word);
  }
  return joined;
}

/** bash replaces what stands after the last `=` alone. */
function afterBreak(value: string, typed: string): string {
  return value.slice(typed.lastIndexOf("=") + 1);
}
