/**
 * What tells Volcengine and BytePlus apart. Both have the same APIs, signatures, token service and tools; hosts,
 * accounts, keys, and the names of variables and files are each one's own.
 */
import type { KeyVariables } from "../credentials/environment";
import type { RoleFormat, RoleVariables } from "../credentials/environment-role";
import type { CloudWords } from "../credentials/source";

/** The token service: one host for all regions. */
export interface TokenService {
  readonly host: string;
  /** Stands in the credential scope if a call has no region of its own. */
  readonly region: string;
}

export interface Vendor {
  readonly words: CloudWords;
  readonly roleFormat: RoleFormat;
  readonly sts: TokenService;
  /** Variables that hold a key, the first before the others. */
  readonly keyVariables: readonly KeyVariables[];
  readonly roleVariables: RoleVariables;
  /** Variables of ways to log in that are not understood here. */
  readonly unread: readonly string[];
  readonly commandLine: {
    readonly name: string;
    /** Its folder in the home directory, which has a config.json. */
    readonly folder: string;
    readonly profileVariables: readonly string[];
    readonly fileVariable: string;
  };
  /** The file of the older SDKs, by its path in the home directory, and its members. */
  readonly olderFile: { readonly path: readonly string[]; readonly id: string; readonly secret: string };
}
