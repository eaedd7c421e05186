/** The set of images in the schema. */
import { cloudNames } from "../../core/services";
import { commonInputs, shareInputs } from "./schema-arguments";
import { type Specs, type TypeSpec, texts } from "./schema-terms";

export const SET_IMAGE_TYPE = "image-share:index:SetImage";

/** A list for all images, or one for each cloud. */
const lists: TypeSpec = { oneOf: [texts, { type: "object", additionalProperties: texts }] };

const { accounts: _, ...ofImage } = shareInputs;

export const setImage: Specs = {
  ...Object.fromEntries(
    Object.entries(ofImage).map(([key, { willReplaceOnChanges, ...spec }]) => [key, spec]),
  ),
  additionalAccounts: {
    ...texts,
    description: "Accounts besides those of the set that get access to this image.",
  },
};

export const setInputs: Specs = {
  accounts: {
    ...lists,
    description:
      "Accounts that get access to every image: a list, or a list for each cloud " +
      `(${cloudNames.map((cloud) => `\`${cloud}\``).join(", ")}), because each has account IDs of its own.`,
  },
  images: {
    type: "object",
    additionalProperties: { $ref: `#/types/${SET_IMAGE_TYPE}` },
    description:
      "The images by name; the names become part of the resources' names, so keep them when IDs change.",
  },
  protectedAccounts: {
    ...lists,
    description: "Accounts that are never revoked, of any image: a list, or a list for each cloud.",
  },
  ...commonInputs,
};

const byImage: TypeSpec = { type: "object", additionalProperties: texts };

export const setOutputs: Specs = {
  accounts: {
    ...byImage,
    description: "Accounts that have access because of this set, by the image's name.",
  },
  foreignAccounts: {
    ...byImage,
    description:
      "Accounts that have access for other reasons, by the image's name; images without any are left out.",
  },
};
