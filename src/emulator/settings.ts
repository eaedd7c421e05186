/** The settings that can change while the emulator runs. */
import { z } from "zod";
import { HISTORY_MS } from "./cloud";
import { valid } from "./validate";

const rateLimit = z.strictObject({ calls: z.int().positive(), perMs: z.int().positive() });

const settingsSchema = z.strictObject({
  /** The vendors' documented limits (true), none (false), or limits of your own, by "<service>/<action>". */
  rateLimits: z.union([z.boolean(), z.record(z.string(), rateLimit)]),
  /** Every answer comes this much later, in real time. */
  latencyMs: z.number().nonnegative(),
  /** Reads return the state of this long ago; writes always use the current state. */
  readLagMs: z.number().nonnegative().max(HISTORY_MS),
  /**
   * Where the vendors' pages are silent, a repeated share or a cancelled absent account is a success. With
   * `strict` it is refused, with the closest code of the service's table.
   */
  strict: z.boolean(),
  /** A call with one refused account changes nothing; with false, the accounts before it are changed. */
  atomic: z.boolean(),
  /** Accounts in one call, for the services that publish no figure (Tencent Cloud, ENS, SWAS). Null: no cap. */
  perCallCap: z.int().positive().nullable(),
  /**
   * Whether the net effect of a call that adds and removes counts towards the account limit. No page documents it;
   * the default is the reading that refuses more: what is shared already plus what is added.
   */
  netQuota: z.boolean(),
  /** Whether AWS EC2 refuses a call that adds and removes. No page says that it may do both. */
  oneDirection: z.boolean(),
  /**
   * How many accounts an image may be shared with, by "<service>" or, for one image, by
   * "<service>/<region>/<imageId>" ("alicloud-ens/<imageId>"). What is left out has the vendor's documented quota.
   */
  quotas: z.record(z.string(), z.int().nonnegative()),
  /** ENS's answer about an unknown image; its pages list no code for it. "empty": an empty list. */
  ensMissingImage: z.enum(["ens.interface.error", "InvalidParameter.ImageId", "empty"]),
  /** How long a token of Keystone is valid, in seconds; an hour unless set. */
  tokenSeconds: z.int().positive(),
  /** Accounts that do not exist. Every other well-formed account does. */
  unknownAccounts: z.array(z.string()),
  /** Accounts that exist, but are sub-accounts (Tencent Cloud's FailedOperation.NotMasterAccount). */
  collaboratorAccounts: z.array(z.string()),
});

/** The emulator's settings. */
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

export const settingsChangesSchema = settingsSchema.partial();
/** Some of the {@link Settings}. */
export type SettingsChanges = z.input<typeof settingsChangesSchema>;

export const DEFAULT_SETTINGS: Settings = {
  rateLimits: true,
  latencyMs: 0,
  readLagMs: 0,
  strict: false,
  atomic: true,
  perCallCap: null,
  netQuota: false,
  oneDirection: false,
  quotas: {},
  ensMissingImage: "ens.interface.error",
  tokenSeconds: 3600,
  unknownAccounts: [],
  collaboratorAccounts: [],
};

/** Absent or undefined settings do not change. */
export function changedSettings(settings: Settings, changes: SettingsChanges): Settings {
  const said = Object.entries(changes).filter(([, value]) => value !== undefined);
  return valid(settingsSchema, { ...settings, ...Object.fromEntries(said) }, "a setting");
}
