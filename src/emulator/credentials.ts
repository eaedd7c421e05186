/**
 * The valid credentials. One key works in every cloud, so that a demo needs only one. It acts for these accounts, which own
 * the seeded images and which an image therefore cannot be shared with:
 *
 *   alicloud 199000000000000001 (18 digits, more than a double holds) · aws 099990000001 · volcengine 2199990001 ·
 *   byteplus 2199990011 · outscale 099990000011 · tencentcloud 100099990001 ·
 *   openstack 0e000000000000000000000000000001 (the ID of a project)
 */
import { z } from "zod";
import type { Credential } from "./api";
import type { CloudName } from "./names";
import { InvalidInputError, valid } from "./validate";

const OWN_ACCOUNTS: Readonly<Record<CloudName, string>> = {
  alicloud: "199000000000000001",
  aws: "099990000001",
  volcengine: "2199990001",
  byteplus: "2199990011",
  outscale: "099990000011",
  tencentcloud: "100099990001",
  openstack: "0e000000000000000000000000000001",
};

const account = z.string().regex(/^\d{5,20}$/, "an account ID is 5 to 20 digits");

const project = z.string().regex(/^[0-9a-f]{32}$/, "the ID of a project is 32 hexadecimal digits");

const credentialSchema = z.strictObject({
  id: z.string().min(1),
  secret: z.string().min(1),
  /** Makes the credential a temporary one: every request must then carry this session token. */
  token: z.string().min(1).optional(),
  /** Makes it the key of a user of the account. Without, a permanent key is the account's own, which may assume no role. */
  user: z.string().min(1).optional(),
  accounts: z
    .strictObject({
      alicloud: account.optional(),
      aws: account.optional(),
      volcengine: account.optional(),
      byteplus: account.optional(),
      outscale: account.optional(),
      tencentcloud: account.optional(),
      openstack: project.optional(),
    })
    .optional(),
});

/** A key that may call, and the accounts that it acts for. */
export type CredentialOptions = z.input<typeof credentialSchema>;

export const DEFAULT_CREDENTIAL: CredentialOptions = { id: "emulator", secret: "emulator-secret" };

/** @throws InvalidInputError if two have the same ID */
export function credentialsFrom(options: readonly CredentialOptions[]): Credential[] {
  const credentials = options.map(credentialFrom);
  const twice = credentials.find(
    ({ id }, index) => credentials.findIndex((other) => other.id === id) !== index,
  );
  if (twice !== undefined) {
    throw new InvalidInputError(`two credentials have the ID ${JSON.stringify(twice.id)}; give each its own`);
  }
  return credentials;
}

function credentialFrom(options: CredentialOptions): Credential {
  const { id, secret, token, user, accounts } = valid(credentialSchema, options, "a credential");
  return {
    id,
    secret,
    token,
    user,
    accounts: {
      alicloud: accounts?.alicloud ?? OWN_ACCOUNTS.alicloud,
      aws: accounts?.aws ?? OWN_ACCOUNTS.aws,
      volcengine: accounts?.volcengine ?? OWN_ACCOUNTS.volcengine,
      byteplus: accounts?.byteplus ?? OWN_ACCOUNTS.byteplus,
      outscale: accounts?.outscale ?? OWN_ACCOUNTS.outscale,
      tencentcloud: accounts?.tencentcloud ?? OWN_ACCOUNTS.tencentcloud,
      openstack: accounts?.openstack ?? OWN_ACCOUNTS.openstack,
    },
  };
}
