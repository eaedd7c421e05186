/** Messages spell arguments as these pages do. Python's SDK spells some of them in another way, and says nothing of it. */
import { ConfigurationError } from "../../core/errors";
import { shareInputs } from "./schema-arguments";

/** By the name in messages, as Python has it. */
const pythonNames: ReadonlyMap<string, string> = new Map(
  Object.keys(shareInputs)
    .map((name) => [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] as const)
    .filter(([name, pythonName]) => pythonName !== name),
);

/** The same of a refusal. @throws what `call` throws */
export async function namingForPython<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(withPythonNames(error.message), error.topic, error);
  }
}

/** The message, with Python's spelling of the arguments that it names; keys of the configuration are none. */
export function withPythonNames(message: string): string {
  const named = [...pythonNames].filter(([name]) => new RegExp(`(?<![\\w:.-])${name}\\b`).test(message));
  if (named.length === 0) return message;
  const spelled = ` In Python: ${named.map(([, pythonName]) => pythonName).join(", ")}.`;
  // Before the place to read on, which ends the message.
  return message.replace(/\.?( See docs\/errors\.md#.*)?$/, (_end, see = "") => `.${spelled}${see}`);
}
