/** Properties between the engine's messages and the provider: plain values on this side, protobuf's on the other. */
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { isObject, type Properties, unknownValue } from "../inputs";

/** What the engine may send for a value that is not known yet, by the type that it expects. */
const unknownValues: ReadonlySet<unknown> = new Set([
  unknownValue,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Marks an object of the protocol that stands for something else; the member of this name says for what. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** @param struct absent where the engine has nothing to say */
export function propertiesIn(struct: Struct | undefined): Properties {
  return (plain(struct?.toJavaScript() ?? {}) ?? {}) as Properties;
}

/** Without what is undefined, which protobuf does not know. */
export function structOf(properties: Properties): Struct {
  return Struct.fromJavaScript(defined(properties) as Record<string, JavaScriptValue>);
}

/** The same with the marks of secrets and outputs, as a component hands them on. */
export function markedIn(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

/** Whether some part of a value is a secret. */
export function containsSecret(value: unknown): boolean {
  if (!isObject(value)) return false;
  const members = value as Properties;
  if (members[SIGNATURE] === SECRET || (members[SIGNATURE] === OUTPUT && members.secret === true))
    return true;
  return Object.values(members).some(containsSecret);
}

export function asSecret(value: unknown): unknown {
  return { [SIGNATURE]: SECRET, value };
}

/** Without marks: a secret, and an output, is what is in it. */
export function plain(value: unknown): unknown {
  if (unknownValues.has(value)) return unknownValue;
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value ?? undefined;
  const { [SIGNATURE]: signature, ...members } = value as Properties;
  if (signature === SECRET) return plain(members.value);
  if (signature === OUTPUT) return "value" in members ? plain(members.value) : unknownValue;
  const entries = Object.entries(signature === undefined ? members : value);
  return Object.fromEntries(
    entries.map(([key, member]) => [key, plain(member)]).filter(([, member]) => member !== undefined),
  );
}

function defined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => defined(element) ?? null);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key, defined(member)]));
}
