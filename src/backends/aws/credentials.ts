/**
 * Keys for AWS: from the configuration, else from where the vendor's command line and SDKs look. The SDK's own providers
 * read what is found there. docs/services/aws-credentials.md has the places in order.
 *
 * The SDK's ready-made chain goes on to the next place when a profile that was named is not there; this one ends.
 */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { reasonOf } from "../credentials/assumed-role";
import {
  emptyVariables,
  environmentSource,
  type KeyVariables,
  requireTogether,
  type Setting,
  setting,
  variable,
} from "../credentials/environment";
import { type CredentialSearch, findCredentials } from "../credentials/search";
import { type CredentialSource, invalidSource, requireKeys } from "../credentials/source";
import { awsWords } from "./config";
import { containerKeys, instanceKeys, profileKeys, webIdentityKeys } from "./sdk-sources";
import { assumer } from "./sts";

type Endpoint = CloudAccess["endpoint"];

const keyVariables: readonly KeyVariables[] = [
  { id: "AWS_ACCESS_KEY_ID", secret: "AWS_SECRET_ACCESS_KEY", tokens: ["AWS_SESSION_TOKEN"] },
];

const PROFILES = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];
const FILES = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"];
const WEB_IDENTITY = ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"];
const CONTAINER = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];
const NO_METADATA = "AWS_EC2_METADATA_DISABLED";

/** How the SDK says that the files have no such profile, or none with keys. */
const NOT_THERE = "Could not resolve credentials using profile";

const search: CredentialSearch = {
  words: awsWords,
  assumer,
  namedProfile: namedProfileKeys,
  sources: (endpoint) => [
    environmentSource(keyVariables, [...PROFILES, ...WEB_IDENTITY], awsWords),
    namedProfile(endpoint),
    webIdentity,
    emptyVariables(keyVariables, awsWords),
    defaultProfile(endpoint),
    container,
    instance,
  ],
  // The vendor's tools read AWS_ROLE_ARN for web identity alone; other roles are in profiles.
  environmentRole: () => undefined,
};

/** @throws ConfigurationError that names the places that were tried, or the place that is invalid */
export function findKeys(access: CloudAccess): Promise<KeySource> {
  return findCredentials(search, access);
}

function namedProfileKeys({ value, label }: Setting, endpoint: Endpoint): Promise<KeySource> {
  const place = `profile ${value} (${label})`;
  return requireKeys(place, awsWords, () => profileKeys(place, value, endpoint));
}

function namedProfile(endpoint: Endpoint): CredentialSource {
  return {
    name: "named profile",
    find() {
      const profile = setting(...PROFILES);
      return profile === undefined ? "AWS_PROFILE not set" : namedProfileKeys(profile, endpoint);
    },
  };
}

const webIdentity: CredentialSource = {
  name: "web identity",
  find() {
    const found = requireTogether(
      WEB_IDENTITY.map((name) => [name]),
      awsWords,
    );
    if (typeof found === "string") return found;
    const place = `web identity (${WEB_IDENTITY.join(", ")})`;
    return requireKeys(place, awsWords, () => webIdentityKeys(place));
  },
};

function defaultProfile(endpoint: Endpoint): CredentialSource {
  return {
    name: "default profile",
    async find() {
      const file = setting(...FILES);
      const place = file === undefined ? "profile default" : `profile default (${file.label})`;
      try {
        return await profileKeys(place, "default", endpoint);
      } catch (error) {
        const reason = reasonOf(error);
        if (file === undefined && reason.startsWith(NOT_THERE)) {
          return "no keys in ~/.aws/credentials and ~/.aws/config";
        }
        throw invalidSource(`${place}: ${reason}`, awsWords);
      }
    },
  };
}

const container: CredentialSource = {
  name: "container role",
  find() {
    const uri = setting(...CONTAINER);
    if (uri === undefined) return `${CONTAINER.join(" and ")} not set`;
    const place = `container role (${uri.label})`;
    return requireKeys(place, awsWords, () => containerKeys(place));
  },
};

const instance: CredentialSource = {
  name: "instance role",
  async find() {
    if ((variable(NO_METADATA) ?? "false") !== "false") return `switched off by ${NO_METADATA}`;
    try {
      return await instanceKeys("instance role");
    } catch (error) {
      return reasonOf(error);
    }
  },
};
