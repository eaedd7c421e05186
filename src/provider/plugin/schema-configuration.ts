/** The provider's configuration in the schema: the keys under `image-share:`, of a stack or of an explicit provider. */
import { cloudSections } from "../../backends/registry";
import { cloudNames, serviceNames } from "../../core/services";
import { type Specs, type TypeSpec, text, truth, whole } from "./schema-terms";

const values: TypeSpec = { type: "object", additionalProperties: text };

/** Keys of a cloud, and of what is found there nothing is shown: it may be a key. */
const sections: Specs = Object.fromEntries(
  cloudNames.map((cloud) => [
    cloud,
    {
      ...values,
      secret: true,
      description: `Keys for ${cloud}, and how they are found: ${Object.keys(cloudSections[cloud].shape)
        .map((member) => `\`${member}\``)
        .join(", ")}. Left out, the vendor's usual places are searched.`,
    },
  ]),
);

const perService = `by service (${serviceNames.map((name) => `\`${name}\``).join(", ")})`;

export const configurationSpecs: Specs = {
  ...sections,
  profiles: {
    type: "object",
    additionalProperties: { type: "object", additionalProperties: values },
    secret: true,
    description:
      `Further keys, by the name of a profile and the cloud (${cloudNames.map((cloud) => `\`${cloud}\``).join(", ")}); a ` +
      "share names its profile in `credentials`.",
  },
  endpoint: {
    ...text,
    description:
      'Where all calls go instead of to the vendors, such as "http://127.0.0.1:7070": an emulator.',
  },
  moveEndpoint: {
    ...truth,
    description: "Whether shares that were made at another endpoint move to the present one.",
  },
  approved: { ...text, description: "The file of approved changes that the run is held to." },
  liveDiff: {
    ...truth,
    description: "Whether a diff asks the cloud. Default: true; otherwise it trusts state.",
  },
  strictPreview: {
    ...truth,
    description: "Whether a preview fails where `up` would, or may, and where something is not known.",
  },
  refreshFirst: {
    ...truth,
    description:
      "Whether every preview and `up` reads state anew first, side by side. That read is made with the configuration of " +
      "the last `up`. Default: false; the diff asks the cloud anyway.",
  },
  maxRemovals: {
    ...whole,
    description: "The most accounts that one run may take access from, over all images.",
  },
  accountNames: {
    ...values,
    description: "What people call the accounts, by account ID: messages show both.",
  },
  knownAccountsOnly: {
    ...truth,
    description:
      "Whether `accounts` may list only accounts that have a name in `accountNames`: a mistyped ID gives a stranger " +
      "access. Default: false.",
  },
  limits: {
    type: "object",
    additionalProperties: whole,
    description: `How many accounts an image can be shared with, where the vendor grants another number: ${perService}.`,
  },
  rateLimits: {
    type: "object",
    additionalProperties: {
      type: "object",
      additionalProperties: { type: "object", additionalProperties: whole },
    },
    description: `How often an action may be called, \`{ calls, perMs }\` by action, ${perService}.`,
  },
};
