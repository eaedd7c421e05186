import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { emptyVariables, environmentSource, unreadVariables } from "../credentials/environment";
import { environmentRole } from "../credentials/environment-role";
import { type CredentialSearch, findCredentials } from "../credentials/search";
import { defaultFileSources, namedByVariables, namedProfileKeys } from "./profiles";
import { assumer } from "./sts";
import type { Vendor } from "./vendor";

/** Finds a vendor's keys, what the user has named before what the machine holds. */
export function searchOf(vendor: Vendor): (access: CloudAccess) => Promise<KeySource> {
  const { words, keyVariables, unread } = vendor;
  const { profileVariables, fileVariable } = vendor.commandLine;
  const search: CredentialSearch = {
    words,
    assumer: assumer(vendor.sts),
    namedProfile: (profile, endpoint) => namedProfileKeys(vendor, profile, endpoint),
    sources: (endpoint) => [
      environmentSource(keyVariables, [...profileVariables, fileVariable, ...unread], words),
      unreadVariables(unread, words),
      {
        name: "named profile",
        find: () => namedByVariables(vendor, endpoint) ?? "no variable names a profile or its file",
      },
      emptyVariables(keyVariables, words),
      ...defaultFileSources(vendor, endpoint),
    ],
    environmentRole: () => environmentRole(vendor.roleVariables, vendor.roleFormat, words),
  };
  return (access) => findCredentials(search, access);
}
