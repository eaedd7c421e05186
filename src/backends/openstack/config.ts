import { z } from "zod";
import { configText as text } from "../../core/config-text";
import { endpoint } from "../config-rules";
import type { CloudWords } from "../credentials/source";
import {
  interfaces,
  pickSettings,
  problemIn,
  type SettingName,
  type Settings,
  settingNames,
} from "./settings";

export const openstackWords: CloudWords = {
  title: "OpenStack",
  section: "openstack",
  members: ["applicationCredentialId", "applicationCredentialSecret"],
  token: "token",
  variables: ["OS_APPLICATION_CREDENTIAL_ID", "OS_APPLICATION_CREDENTIAL_SECRET"],
};

/** `image_endpoint_override` is long enough in one word less. */
const members: Readonly<Partial<Record<SettingName, string>>> = { image_endpoint_override: "imageEndpoint" };

/** The configuration's name of a setting: `authUrl` for `auth_url`. */
export function memberOf(name: SettingName): string {
  return members[name] ?? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The section's settings, in the words of clouds.yaml. */
export function settingsIn(section: Readonly<Record<string, unknown>>): Settings {
  return pickSettings((name) => {
    const value = section[memberOf(name)];
    return typeof value === "string" ? value : undefined;
  });
}

/** `image-share:openstack`, in the words of clouds.yaml and of `OS_*`. */
export const openstackConfig = z
  .strictObject({
    /** Of Keystone v3. */
    authUrl: text.optional(),
    applicationCredentialId: text.optional(),
    applicationCredentialName: text.optional(),
    applicationCredentialSecret: text.optional(),
    username: text.optional(),
    userId: text.optional(),
    password: text.optional(),
    /** `default` unless given, as in the vendor's command line. */
    userDomainId: text.optional(),
    userDomainName: text.optional(),
    projectId: text.optional(),
    projectName: text.optional(),
    projectDomainId: text.optional(),
    projectDomainName: text.optional(),
    /** A token of Keystone, which is exchanged for another one and cannot be renewed. */
    token: text.optional(),
    /** Which of the catalogue's addresses is called. */
    interface: z.enum(interfaces).optional(),
    /** Called in the place of the catalogue's. */
    imageEndpoint: text.optional(),
    /** A file with certificates to trust. */
    cacert: text.optional(),
    /** Of clouds.yaml, with secure.yaml beside it. */
    cloud: text.optional(),
    endpoint,
  })
  .superRefine((section, context) => {
    const settings = settingsIn(section);
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message, input: undefined });
    const given = settingNames.filter((name) => settings[name] !== undefined);
    if (section.cloud !== undefined) {
      for (const name of given) refuse(memberOf(name), "cannot stand beside cloud, which holds the login");
    } else if (given.length > 0 || section.endpoint === undefined) {
      const problem = problemIn(settings, memberOf);
      if (problem !== undefined) refuse(memberOf(problem.name), problem.message);
    }
  });
