/**
 * The format of Alibaba Cloud's answers. The RPC signature's `Format` is JSON or XML, and XML by default; with ACS3,
 * where the SDKs send `Accept: application/json`, it is JSON unless XML is asked for.
 */
import type { ApiError, RawRequest } from "../../api";
import { stringify } from "../../json";
import { refuse } from "./errors";

type Format = "JSON" | "XML";

export function formatOf({ headers }: RawRequest, pairs: ReadonlyMap<string, string>): Format {
  const said = pairs.get("Format")?.toUpperCase();
  if (said === "JSON" || said === "XML") {
    return said;
  }
  const isRpc1 = pairs.has("SignatureMethod") || pairs.has("AccessKeyId");
  const accepted = headers.accept ?? "";
  return isRpc1 || (accepted.includes("xml") && !accepted.includes("json")) ? "XML" : "JSON";
}

export function unknownFormat(pairs: ReadonlyMap<string, string>): ApiError | undefined {
  const format = pairs.get("Format") ?? "";
  return ["", "JSON", "XML"].includes(format.toUpperCase())
    ? undefined
    : refuse(
        400,
        "InvalidParameter.Format",
        "The specified parameter Format is not valid; it is JSON or XML.",
      );
}

/** @param root the name of the outermost element, where the format has one */
export function written(body: Readonly<Record<string, unknown>>, format: Format, root: string): string {
  return format === "XML" ? `<?xml version="1.0" encoding="UTF-8"?>${element(root, body)}` : stringify(body);
}

/** A list becomes one element per item: `Accounts: { Account: [a, b] }` has two `Account` elements. */
function element(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    return value.map((item) => element(name, item)).join("");
  }
  const isObject = typeof value === "object" && value !== null;
  const content = isObject
    ? Object.entries(value)
        .map(([key, inner]) => element(key, inner))
        .join("")
    : escaped(String(value ?? ""));
  return `<${name}>${content}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** XML cannot hold most control characters, not even escaped. */
function escaped(text: string): string {
  return text.replace(/[&<>]/g, (char) => ENTITIES[char] ?? char).replace(/(?![\t\n\r])\p{Cc}/gu, "\ufffd");
}
