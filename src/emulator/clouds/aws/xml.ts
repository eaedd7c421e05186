/** XML as the vendor writes it: lists are elements of `item`, what is undefined is left out. */

export function element(name: string, value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value))
    return `<${name}>${value.map((item) => element("item", item)).join("")}</${name}>`;
  if (typeof value === "object" && value !== null) return `<${name}>${elements(value)}</${name}>`;
  return `<${name}>${escaped(String(value))}</${name}>`;
}

export function elements(members: object): string {
  return Object.entries(members)
    .map(([name, value]) => element(name, value))
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
};

/** What XML 1.0 has no way to write; no name at the vendor can hold it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escaped(text: string): string {
  return text.replace(UNWRITABLE, "?").replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);
}
