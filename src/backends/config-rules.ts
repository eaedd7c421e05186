/** The members that the sections of all clouds share: keys or a profile, and a role. */
import { z } from "zod";
import { configText } from "../core/config-text";
import { ENDPOINT_RULE, endpointUrl } from "../core/recorded-endpoint";
import type { RoleFormat } from "./credentials/environment-role";
import type { CloudWords } from "./credentials/source";

/** The endpoint of this cloud; it has precedence over image-share:endpoint. */
export const endpoint = z
  .custom<string>((value) => endpointUrl(value) !== undefined, ENDPOINT_RULE)
  .optional();

/** Members of a section that name a role to assume. */
export function roleMembers({ pattern, example }: RoleFormat) {
  return {
    /** The role to assume, with the keys of this section or those that are found without any. */
    roleArn: z.string().regex(pattern, `must be the ARN of a role, such as "${example}"`).optional(),
    roleSessionName: configText
      .pipe(z.string().regex(/^[\w.@-]{2,32}$/, "must be 2 to 32 letters, digits, or one of . @ _ -"))
      .optional(),
    durationSeconds: z
      .custom<number>(isDuration, "must be a whole number of seconds from 900 to 43200")
      .optional(),
  };
}

/** The limits that all clouds share; a role may have a lower one. */
function isDuration(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 900 && value <= 43_200;
}

/** Members that may stand without keys: the keys then come from the environment. */
const aloneEverywhere = ["roleArn", "endpoint"];

const ofRole = ["roleSessionName", "durationSeconds", "externalId"];

/**
 * Refuses half a pair of keys, keys beside a profile, and a session without a role.
 *
 * @param alone members that may stand without keys, besides the ones that every cloud has
 */
export function checkConfig(
  section: Readonly<Record<string, unknown>>,
  context: z.core.$RefinementCtx,
  { members, token }: CloudWords,
  alone: readonly string[] = [],
): void {
  const has = (name: string) => section[name] !== undefined;
  const refuse = (name: string, message: string) =>
    context.addIssue({ code: "custom", path: [name], message, input: undefined });
  const keys = [...members, ...(token === undefined ? [] : [token])].filter(has);
  if (has("profile")) {
    for (const name of keys) refuse(name, "cannot stand beside profile, which holds the keys");
  } else if (keys.length > 0 || ![...aloneEverywhere, ...alone].some(has)) {
    for (const name of members.filter((member) => !has(member))) {
      context.addIssue({ code: "invalid_type", expected: "string", input: undefined, path: [name] });
    }
  }
  if (has("roleArn")) return;
  for (const name of ofRole.filter(has)) refuse(name, "has a meaning with roleArn only");
}
