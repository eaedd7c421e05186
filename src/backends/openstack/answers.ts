/** Answers of OpenStack's services: JSON, and errors in three forms. */
import { isRecord, member, parseJson, textOf } from "../json";
import type { AnswerFormat } from "../response";

/** An error as a page, where a service does not heed that JSON was asked for. */
const PAGE = /<title>\s*\d{3} ([^<]+)<\/title>[\s\S]*<\/h1>([\s\S]*?)<\/body>/i;

/** The policy's refusal, which no look at the image explains. */
const POLICY = /not authorized to complete/i;

export const openstackAnswers: AnswerFormat = {
  language: { name: "JSON", parse: (text) => (text === "" ? text : (parseJson(text) ?? pageIn(text))) },
  read(body, status, headers) {
    const requestId = headers["x-openstack-request-id"];
    if (status >= 400) {
      const error = errorIn(body);
      return error && { result: {}, error, requestId };
    }
    if (status === 204) return body === "" ? { result: {}, error: undefined, requestId } : undefined;
    return isRecord(body) && !("title" in body && "message" in body)
      ? { result: body, error: undefined, requestId }
      : undefined;
  },
};

function pageIn(text: string): unknown {
  const [, title, message] = PAGE.exec(text) ?? [];
  return title === undefined ? undefined : { title, message };
}

/** Keystone wraps its errors in `error`; Glance does not. */
function errorIn(body: unknown): { code: string; message: string } | undefined {
  const error = member(body, "error") ?? body;
  const title = textOf(member(error, "title"))?.replace(/\s+/g, "");
  if (title === undefined) return undefined;
  const message = plain(textOf(member(error, "message")) ?? "");
  const isPolicy = title === "Forbidden" && POLICY.test(message);
  return { code: isPolicy ? "Forbidden.Policy" : title, message };
}

const entities: Readonly<Record<string, string>> = {
  "&#x27;": "'",
  "&quot;": '"',
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};

/** Messages are HTML, in JSON as well. */
function plain(message: string): string {
  return message
    .replace(/<[^>]*>/g, " ")
    .replace(/&(#x27|quot|lt|gt|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, " ")
    .trim();
}
