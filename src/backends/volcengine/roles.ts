import type { RoleFormat } from "../environment-role";

/** What the name of a role looks like; the vendor calls it a TRN. */
export const roleFormat: RoleFormat = {
  pattern: /^trn:iam::[0-9]+:role\/[\w.@/-]+$/,
  example: "trn:iam::2100051234:role/deploy",
};
