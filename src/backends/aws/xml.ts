/** XML from outside, read without losing a digit or believing half an answer. */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { isRecord } from "../json";

/** The name of the elements that a list consists of: there may be one alone. */
const ITEM = "item";

/** Every value stays the text that it is: account IDs begin with zeros. */
const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  htmlEntities: true,
  isArray: (name) => name === ITEM,
});

/** The document in a text, as an object; undefined for what is no XML, or was cut short. */
export function parseXml(text: string): unknown {
  try {
    return XMLValidator.validate(text) === true ? parser.parse(text) : undefined;
  } catch {
    // The parser refuses names that JavaScript would take for its own.
    return undefined;
  }
}

/** The entries of a list; undefined where the element is not there, or is no list. */
export function itemsOf(list: unknown): readonly unknown[] | undefined {
  if (typeof list === "string") return list.trim() === "" ? [] : undefined;
  if (!isRecord(list)) return undefined;
  const { [ITEM]: items, "#text": between = "", ...others } = list;
  const isList = Array.isArray(items) && Object.keys(others).length === 0 && String(between).trim() === "";
  return isList ? items : undefined;
}
