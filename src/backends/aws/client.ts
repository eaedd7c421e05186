import type { OpenAccess } from "../../core/cloud-access";
import { type Call, type Cloud, connect as connectTo } from "../api-client";
import { isRecord, member } from "../json";
import { type AwsApi, sign } from "./sign";
import { parseXml } from "./xml";

const aws: Cloud<AwsApi> = {
  sign,
  language: { name: "XML", parse: parseXml },
  read(body) {
    const [name, content] = rootOf(body);
    // EC2 has a list of errors, of which no page shows more than one; STS has one.
    if (name === "Response") return failed(member(content, "Errors", "Error"), member(content, "RequestID"));
    if (name === "ErrorResponse") return failed(member(content, "Error"), member(content, "RequestId"));
    if (!name.endsWith("Response")) return undefined;
    const result = isRecord(content) ? content : {};
    const requestId = result.requestId ?? member(result, "ResponseMetadata", "RequestId");
    // STS wraps what it answers.
    const wrapped = member(result, name.replace(/Response$/, "Result"));
    return { result: isRecord(wrapped) ? wrapped : result, error: undefined, requestId };
  },
};

function rootOf(body: unknown): [name: string, content: unknown] {
  const elements = isRecord(body) ? Object.entries(body).filter(([name]) => name !== "#text") : [];
  const [root] = elements;
  return root !== undefined && elements.length === 1 ? root : ["", undefined];
}

function failed(error: unknown, requestId: unknown) {
  const first: unknown = Array.isArray(error) ? error[0] : error;
  return { result: {}, error: { code: member(first, "Code"), message: member(first, "Message") }, requestId };
}

export function connect(access: Pick<OpenAccess, "endpoint" | "keys">, api: AwsApi): Call<AwsApi> {
  return connectTo(access, aws, api);
}
