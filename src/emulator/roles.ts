/** Roles that keys may assume, and their temporary keys. */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Credential, Role } from "./api";
import type { CloudName } from "./names";
import { valid } from "./validate";

const TRN = /^trn:iam::([0-9]+):role\/[\w.@/-]+$/;

/** OpenStack has no roles that keys assume: its logins are for a project. OUTSCALE has none at all. */
type RoleCloud = Exclude<CloudName, "openstack" | "outscale">;

/** The form of each cloud's role names, which hold the account. */
const formats: Readonly<Record<RoleCloud, RegExp>> = {
  alicloud: /^acs:ram::([0-9]+):role\/[\w.@/-]+$/,
  aws: /^arn:aws(?:-[a-z]+)*:iam::([0-9]{12}):role\/[\w+=,.@/-]+$/,
  tencentcloud: /^qcs::cam::uin\/([0-9]+):(?:role|roleName)\/[\w.@/-]+$/,
  volcengine: TRN,
  byteplus: TRN,
};

const roleSchema = z.strictObject({
  /** An ARN, or Volcengine's TRN. It holds the cloud, except for BytePlus, and the account. */
  arn: z.string(),
  /** Needed for a role of BytePlus alone, whose name looks like one of Volcengine's. */
  cloud: z.enum(["alicloud", "tencentcloud", "volcengine", "byteplus"]).optional(),
  /** IDs of the keys that the role trusts. Default: all. */
  trusts: z.array(z.string()).optional(),
  /** The external ID that the trust policy requires, if any. */
  externalId: z.string().optional(),
  /** Default: an hour at Alibaba Cloud, twelve hours elsewhere. */
  maxSessionSeconds: z.int().positive().optional(),
});

/** A role that keys may assume. */
export type RoleOptions = z.input<typeof roleSchema>;

export function roleFrom(options: RoleOptions): Role {
  const role = valid(roleSchema, options, "a role");
  for (const cloud of role.cloud === undefined ? (Object.keys(formats) as RoleCloud[]) : [role.cloud]) {
    const account = formats[cloud].exec(role.arn)?.[1];
    if (account !== undefined) return { ...role, cloud, account };
  }
  const where = role.cloud ?? "Alibaba Cloud, AWS, Tencent Cloud, Volcengine or BytePlus";
  throw new Error(`a role: arn must be one of ${where}, not ${role.arn}`);
}

export function isRoleName(cloud: RoleCloud, arn: string): boolean {
  return formats[cloud].test(arn);
}

/** The prefix of temporary keys by cloud. */
const prefixes: Readonly<Record<RoleCloud, string>> = {
  alicloud: "STS.",
  aws: "ASIA",
  tencentcloud: "AKID",
  volcengine: "AKTP",
  byteplus: "AKTP",
};

/** Temporary keys, until they expire. */
export class Sessions {
  readonly #issued = new Map<string, { credential: Credential; expiresAt: number }>();

  issue(role: Role, accounts: Credential["accounts"], expiresAt: number): Credential & { token: string } {
    const credential = {
      id: `${prefixes[role.cloud]}${randomBytes(12).toString("hex")}`,
      secret: randomBytes(24).toString("base64url"),
      token: randomBytes(48).toString("base64url"),
      accounts: { ...accounts, [role.cloud]: role.account },
    };
    this.#issued.set(credential.id, { credential, expiresAt });
    return credential;
  }

  /** An expired key is still known, but no token is valid for it. */
  find(id: string, now: number): Credential | undefined {
    const session = this.#issued.get(id);
    if (session === undefined || now < session.expiresAt) return session?.credential;
    return { ...session.credential, token: randomBytes(8).toString("hex") };
  }
}
