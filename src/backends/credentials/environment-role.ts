/** The role in environment variables, which the found keys assume. */
import type { Role } from "./assumed-role";
import { setting } from "./environment";
import { type CloudWords, invalidSource } from "./source";

/** The variables of a role, the vendor's own first. */
export interface RoleVariables {
  readonly arn: readonly string[];
  readonly sessionName: readonly string[];
  readonly durationSeconds: readonly string[];
  readonly externalId: readonly string[];
}

/** The pattern of a cloud's role names. */
export interface RoleFormat {
  readonly pattern: RegExp;
  readonly example: string;
}

/** @throws ConfigurationError if a variable is invalid */
export function environmentRole(
  variables: RoleVariables,
  format: RoleFormat,
  cloud: CloudWords,
): Role | undefined {
  const arn = setting(...variables.arn);
  if (arn === undefined) return undefined;
  if (!format.pattern.test(arn.value)) {
    throw invalidSource(`${arn.name} must be the ARN of a role, such as ${format.example}`, cloud);
  }
  const seconds = setting(...variables.durationSeconds);
  if (seconds !== undefined && !/^[1-9][0-9]{2,4}$/.test(seconds.value)) {
    throw invalidSource(`${seconds.name} must be a number of seconds from 900 to 43200`, cloud);
  }
  return {
    arn: arn.value,
    sessionName: setting(...variables.sessionName)?.value,
    externalId: setting(...variables.externalId)?.value,
    durationSeconds: seconds === undefined ? undefined : Number(seconds.value),
    namedBy: arn.label,
  };
}
