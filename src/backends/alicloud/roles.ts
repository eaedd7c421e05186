import type { RoleFormat } from "../environment-role";

/** What the name of a role looks like. */
export const roleFormat: RoleFormat = {
  pattern: /^acs:ram::[0-9]+:role\/[\w.@/-]+$/,
  example: "acs:ram::1234567890123456:role/deploy",
};
