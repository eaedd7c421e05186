import type { RoleFormat } from "../environment-role";

/** What the name of a role looks like. */
export const roleFormat: RoleFormat = {
  pattern: /^qcs::cam::uin\/[0-9]+:(role|roleName)\/[\w.@/-]+$/,
  example: "qcs::cam::uin/100000000001:roleName/deploy",
};
