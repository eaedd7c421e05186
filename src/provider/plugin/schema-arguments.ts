/** The arguments and outputs of a share in the schema; what differs by service comes from the services' facts. */
import { findService } from "../../backends/registry";
import type { ArgumentName, imageArguments } from "../../core/arguments";
import { granteeLists, manages } from "../../core/grantees";
import { type GranteeKind, hasSnapshots, type ServiceFacts } from "../../core/service-facts";
import { serviceNames } from "../../core/services";
import { type PropertySpec, type Specs, text, texts, truth, whole } from "./schema-terms";

export const SERVICE_TYPE = "image-share:index:Service";

export const services: readonly ServiceFacts[] = serviceNames.flatMap(
  (name) => findService(name)?.facts ?? [],
);

/** Arguments of a share beside the service, the place and the image, and the accounts. */
export const commonInputs = {
  exclusive: {
    ...truth,
    description:
      "Whether accounts that the program does not list lose access. Default: true; but a new share that finds such " +
      "accounts is refused until it says so.",
  },
  maxRemovals: {
    ...whole,
    description:
      "The most accounts that one update may take access from; more is refused. Default: 30 % of the image's " +
      "accounts, where it has ten or more.",
  },
  allowEmpty: {
    ...truth,
    description: "Must be true for an empty list of accounts to be meant. Default: false.",
  },
  credentials: {
    ...text,
    description:
      "Name of a profile under `image-share:profiles` in the provider's configuration. Never a key itself.",
  },
  timeoutSeconds: {
    ...whole,
    description: "How long one create, update or delete may take, in seconds, 1 to 86400. Default: 900.",
  },
};

const protectedAccounts: PropertySpec = {
  ...texts,
  description:
    "Accounts that are never revoked: a plan that would is refused, and a destroy leaves them shared.",
};

/** Which image. */
export const imageInputs: Readonly<Record<(typeof imageArguments)[number], PropertySpec>> = {
  service: {
    $ref: `#/types/${SERVICE_TYPE}`,
    plain: true,
    description: `The service whose image is shared: ${services.map(({ service }) => `\`${service}\``).join(", ")}. Changing it replaces the share.`,
    willReplaceOnChanges: true,
  },
  region: {
    ...text,
    description: `Region of the image. ${perService(({ region }) => (region === undefined ? "has none, leave it out" : `such as \`${region.example}\``))} Changing it replaces the share.`,
    willReplaceOnChanges: true,
  },
  imageId: {
    ...text,
    description: `The image to share. One image is managed by one resource. ${perService(({ imageId }) => `${imageId.description}, such as \`${imageId.example}\``)} Changing it replaces the share.`,
    willReplaceOnChanges: true,
  },
};

/** Which services have a kind of grantee, and what leaving its list out means. */
function listArgument(kind: GranteeKind): string {
  const having = services.filter((facts) => manages(facts, kind)).map(({ title }) => title);
  return `Only ${having.join(", ")}; left out, they are not managed.`;
}

export const shareInputs: Readonly<Record<ArgumentName, PropertySpec>> = {
  ...imageInputs,
  accounts: {
    ...texts,
    description: `IDs of the accounts that get access, in quotes. Order and repetition do not matter. ${perService(accountsOf)}`,
  },
  organizationArns: {
    ...texts,
    description: `ARNs of the organisations whose accounts get access. ${listArgument("organization")}`,
  },
  organizationalUnitArns: {
    ...texts,
    description: `ARNs of the organisational units whose accounts get access. ${listArgument("organizational-unit")}`,
  },
  shareToEcs: {
    ...truth,
    description: `Whether the image can be used in the ECS of the account that owns it, in the same region. Only ${services
      .filter((facts) => manages(facts, "own-ecs"))
      .map(({ title }) => title)
      .join(", ")}; what is left out of \`accounts\` and \`shareToEcs\` is not managed.`,
  },
  snapshots: {
    ...truth,
    description: `Whether the accounts may also copy the snapshots behind the image, which copying the image to another account or region needs. Only ${services
      .filter(hasSnapshots)
      .map(({ title }) => title)
      .join(
        ", ",
      )}, and only for \`accounts\`. Left out or false, the snapshots are neither read nor changed.`,
  },
  protectedAccounts,
  ...commonInputs,
};

export const shareOutputs: Specs = {
  ...Object.fromEntries(
    Object.entries(shareInputs).map(([key, { willReplaceOnChanges: _, plain: __, ...spec }]) => [key, spec]),
  ),
  accounts: {
    ...texts,
    description:
      "Accounts that have access because this resource lists them; sorted, without duplicates. Absent where they are " +
      "not managed. Of a look (`get`), all accounts that have access.",
  },
  foreignAccounts: {
    ...texts,
    description: "Accounts that have access for other reasons; only with `exclusive: false` do they stay.",
  },
  listedAccounts: {
    ...texts,
    description:
      "What the program listed last, where that is not who has access: after a failure or a refresh.",
  },
  listedShareToEcs: {
    ...truth,
    description: "The same of `shareToEcs`, also after it was left out of the program.",
  },
  ...Object.fromEntries(
    granteeLists
      .filter(({ kind }) => kind !== "account")
      .flatMap(({ argument, listed, foreign }) => [
        [
          foreign,
          {
            ...texts,
            description: `The same as \`foreignAccounts\`, of \`${argument}\`; absent without any.`,
          },
        ],
        [listed, { ...texts, description: `The same as \`listedAccounts\`, of \`${argument}\`.` }],
      ]),
  ),
  snapshotIds: { ...texts, description: "The snapshots behind the image, with `snapshots: true`; sorted." },
  snapshotAccounts: {
    ...texts,
    description:
      "Who has access to the snapshots because this resource lists the account, as `<snapshot>/<account>`; sorted. " +
      "After `snapshots` was left out, who had it at the last read.",
  },
  foreignSnapshotAccounts: {
    ...texts,
    description: "The same as `foreignAccounts`, of the snapshots; absent without any.",
  },
  closedAccounts: {
    ...texts,
    description: "Accounts that could not be removed, because they do not exist according to the vendor.",
  },
  owner: {
    ...text,
    description:
      "The account that owns the image; it has access without a share. Absent where the cloud did not tell.",
  },
  endpoint: {
    ...text,
    description:
      "Where the share was made: the address that `image-share:endpoint` named, or `vendor` for the vendor's own hosts.",
  },
  site: {
    ...text,
    description: "The vendor's site that the share was made at, where the service has several.",
  },
};

/** "Tencent Cloud CVM: …; Volcengine ECS: …." */
function perService(say: (facts: ServiceFacts) => string): string {
  return `${services.map((facts) => `${facts.title}: ${say(facts)}`).join("; ")}.`;
}

function accountsOf({ account, accountLimit }: ServiceFacts): string {
  const most =
    accountLimit === undefined ? "no documented number per image" : `at most ${accountLimit} per image`;
  return `${account.description}; ${most}`;
}
