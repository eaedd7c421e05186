/**
 * Every argument and output of a share, once. The types of arguments, what state records, the lists of names and the
 * plugin's schema derive from this table.
 */
import type { AccountId } from "./accounts";

interface Argument {
  readonly type: "text" | "accounts" | "truth" | "number";
  /**
   * `image`: names the image, so that another value replaces the share; `access`: who has access, recorded as it is in
   * the cloud; `setting`: recorded as the program says.
   */
  readonly role: "image" | "access" | "setting";
  /** Whether every share has it, of whatever service. */
  readonly isRequired?: true;
}

export const shareArguments = {
  service: { type: "text", role: "image", isRequired: true },
  region: { type: "text", role: "image" },
  imageId: { type: "text", role: "image", isRequired: true },
  /** Absent only where another kind of grantee is what is managed. */
  accounts: { type: "accounts", role: "access" },
  organizationArns: { type: "accounts", role: "access" },
  organizationalUnitArns: { type: "accounts", role: "access" },
  shareToEcs: { type: "truth", role: "access" },
  /** Recorded as the program says; who has access to the snapshots is an output of its own. */
  snapshots: { type: "truth", role: "setting" },
  /** Absent where the program does not say: then a new share takes access from nobody for not being listed. */
  exclusive: { type: "truth", role: "setting" },
  protectedAccounts: { type: "accounts", role: "setting" },
  maxRemovals: { type: "number", role: "setting" },
  allowEmpty: { type: "truth", role: "setting" },
  credentials: { type: "text", role: "setting" },
  timeoutSeconds: { type: "number", role: "setting" },
} as const satisfies Readonly<Record<string, Argument>>;

/** What a share records besides its arguments. */
export const computedOutputs = [
  "foreignAccounts",
  "foreignOrganizationArns",
  "foreignOrganizationalUnitArns",
  "closedAccounts",
  "listedAccounts",
  "listedOrganizationArns",
  "listedOrganizationalUnitArns",
  "listedShareToEcs",
  "snapshotIds",
  "snapshotAccounts",
  "foreignSnapshotAccounts",
  "owner",
  "endpoint",
  "site",
] as const;

type Table = typeof shareArguments;
export type ArgumentName = keyof Table;
type NamesWith<Part> = { [Name in ArgumentName]: Table[Name] extends Part ? Name : never }[ArgumentName];
type RequiredName = NamesWith<{ readonly isRequired: true }>;

interface Values {
  readonly text: string;
  readonly accounts: AccountId[];
  readonly truth: boolean;
  readonly number: number;
}

/** The arguments of one share as checked: accounts sorted, without duplicates, strings throughout. */
export type ShareArgs = {
  readonly [Name in RequiredName]: Values[Table[Name]["type"]];
} & {
  readonly [Name in Exclude<ArgumentName, RequiredName>]?: Values[Table[Name]["type"]];
};

export const argumentNames = Object.keys(shareArguments) as ArgumentName[];

/** Arguments that name the image. */
export const imageArguments = withRole("image");
/** Arguments that are recorded as they are; a change of one is an update that may move nothing. */
export const settingArguments = withRole("setting");

function withRole<Role extends Argument["role"]>(role: Role): NamesWith<{ readonly role: Role }>[] {
  return argumentNames.filter(
    (name): name is NamesWith<{ readonly role: Role }> => shareArguments[name].role === role,
  );
}

/** Whether unlisted accounts lose access. Default: they do. */
export function isExclusive({ exclusive }: Pick<ShareArgs, "exclusive">): boolean {
  return exclusive ?? true;
}
