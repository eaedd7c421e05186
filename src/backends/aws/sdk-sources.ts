/** Keys from the providers of the vendor's SDK, which is loaded when the first of them is asked. */
import type { CloudAccess, KeySource, Keys } from "../../core/cloud-access";
import { lookupOptions } from "../credentials/assumed-role";
import { describeKeys, fixedKeys } from "../credentials/key-source";
import { sessionKeys } from "../credentials/session-keys";
import { throughOurHttp } from "./sdk-http";
import { assumer } from "./sts";

type Endpoint = CloudAccess["endpoint"];

/** Keys as the SDK gives them. */
interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

type Provider = () => Promise<Identity>;

const load = () => import("@aws-sdk/credential-providers");

const clientConfig = { requestHandler: throughOurHttp };

/** Of the shared files: keys, roles, SSO, web identity, or a process. */
export async function profileKeys(place: string, profile: string, endpoint: Endpoint): Promise<KeySource> {
  const { fromIni } = await load();
  const assume = assumer(endpoint);
  return keysFrom(
    place,
    fromIni({
      profile,
      ignoreCache: true,
      clientConfig,
      roleAssumer: async (base, role) => {
        const { RoleArn: arn = "", RoleSessionName, ExternalId, DurationSeconds } = role;
        const named = { arn, sessionName: RoleSessionName, externalId: ExternalId, namedBy: place };
        const source = fixedKeys(place, keysOf(base));
        const { keys, expiresAt } = await assume(
          { ...named, durationSeconds: DurationSeconds },
          source,
          lookupOptions(),
        );
        return identityOf(keys, expiresAt);
      },
    }),
  );
}

export async function webIdentityKeys(place: string): Promise<KeySource> {
  const { fromTokenFile } = await load();
  return keysFrom(place, fromTokenFile({ clientConfig }));
}

export async function containerKeys(place: string): Promise<KeySource> {
  const { fromHttp } = await load();
  return keysFrom(place, fromHttp({ timeout: 1_000, maxRetries: 2 }));
}

export async function instanceKeys(place: string): Promise<KeySource> {
  const { fromInstanceMetadata } = await load();
  return keysFrom(place, fromInstanceMetadata({ timeout: 1_000, maxRetries: 1 }));
}

/** Asks at once, so that a mistake shows at once. Keys without an end are asked for once. */
async function keysFrom(place: string, provider: Provider): Promise<KeySource> {
  let first: Identity | undefined = await provider();
  if (first.expiration === undefined) return fixedKeys(place, keysOf(first));
  const open = async () => {
    const identity = first ?? (await provider());
    first = undefined;
    return { keys: keysOf(identity), expiresAt: identity.expiration?.getTime() ?? Number.POSITIVE_INFINITY };
  };
  const source = sessionKeys(open, (id) => describeKeys(place, id));
  await source.current();
  return source;
}

function keysOf({ accessKeyId: id, secretAccessKey: secret, sessionToken: token }: Identity): Keys {
  return { id, secret, token };
}

function identityOf({ id, secret, token }: Keys, expiresAt: number): Identity {
  return {
    accessKeyId: id,
    secretAccessKey: secret,
    ...(token === undefined ? {} : { sessionToken: token }),
    expiration: new Date(expiresAt),
  };
}
