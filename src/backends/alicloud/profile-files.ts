/** The files of profiles: the file that a variable names, or those of the command line and the SDKs. */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { truncate } from "../../core/printable";
import { type Setting, setting, variable } from "../credentials/environment";
import { inHome, shownPath } from "../credentials/files";
import { type CredentialSource, invalidSource } from "../credentials/source";
import { alicloudWords } from "./config";
import { type ProfileFile, profileKeys } from "./profiles";

type Endpoint = CloudAccess["endpoint"];

const cliFile = () => inHome(".aliyun", "config.json");
const sdkFile = () => inHome(".alibabacloud", "credentials");

/** The SDKs' variable, and that of Terraform and Packer. */
export const fileVariables = ["ALIBABA_CLOUD_CREDENTIALS_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE"];

/** A file of either format. */
function namedFile(endpoint: Endpoint): ProfileFile | undefined {
  const named = setting(...fileVariables);
  if (named === undefined) return undefined;
  const { value: path, label } = named;
  return {
    path,
    name: `${shownPath(path)} (${label})`,
    format: undefined,
    isDefaultCli: path === cliFile(),
    endpoint,
  };
}

function defaultFiles(endpoint: Endpoint): { cli: ProfileFile; sdk: ProfileFile } {
  const file = (path: string, format: "json" | "ini") => {
    return { path, name: shownPath(path), format, isDefaultCli: format === "json", endpoint };
  };
  return { cli: file(cliFile(), "json"), sdk: file(sdkFile(), "ini") };
}

/** The default profile in the file that a variable names; undefined if no variable does. */
export function namedFileKeys(endpoint: Endpoint): Promise<KeySource> | undefined {
  const file = namedFile(endpoint);
  if (file === undefined) return undefined;
  return profileKeys(file, undefined).then((keys) => {
    if (keys === undefined) throw invalidSource(`${file.name} is not found`, alicloudWords);
    return keys;
  });
}

/** @throws ConfigurationError when no file has the profile */
export async function namedProfileKeys(profile: Setting, endpoint: Endpoint): Promise<KeySource> {
  const named = namedFile(endpoint);
  const { cli, sdk } = defaultFiles(endpoint);
  const disabled = cliDisabledBy();
  const files = named !== undefined ? [named] : disabled === undefined ? [cli, sdk] : [sdk];
  for (const file of files) {
    const keys = await profileKeys({ ...file, profileNamedBy: profile.label }, profile.value);
    if (keys !== undefined) return keys;
  }
  const places = files.map(({ name }) => name).join(" and ");
  const hidden = named === undefined && disabled !== undefined ? ` (${disabled} leaves ${cli.name} out)` : "";
  throw invalidSource(
    `${profile.label} names the profile "${truncate(profile.value)}", which is not found in ${places}${hidden}`,
    alicloudWords,
  );
}

/** The files that are read if no variable names one. */
export function defaultFileSources(endpoint: Endpoint): CredentialSource[] {
  const { cli, sdk } = defaultFiles(endpoint);
  const look = async (file: ProfileFile) => (await profileKeys(file, undefined)) ?? "no such file";
  return [
    {
      name: cli.name,
      find() {
        const disabled = cliDisabledBy();
        return disabled === undefined ? look(cli) : `disabled by ${disabled}`;
      },
    },
    { name: sdk.name, find: () => look(sdk) },
  ];
}

function cliDisabledBy(): string | undefined {
  const own = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
  return [own, "ALIBABA_CLOUD_IGNORE_PROFILE", "ALIBABACLOUD_IGNORE_PROFILE"].find(switchedOn);
}

export function switchedOn(name: string): boolean {
  return variable(name)?.toLowerCase() === "true";
}
