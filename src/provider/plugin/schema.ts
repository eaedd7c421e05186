/** The package's schema, from which the engine and every language's SDK know its resources. */

import { imageInputs, SERVICE_TYPE, services, shareInputs, shareOutputs } from "./schema-arguments";
import { configurationSpecs } from "./schema-configuration";
import { SET_IMAGE_TYPE, setImage, setInputs, setOutputs } from "./schema-set";
import { text, texts, truth } from "./schema-terms";
import { CLASS_SET_TYPE, DYNAMIC_SHARE_TYPE, SET_TYPE, SHARE_TYPE } from "./tokens";

const { region, imageId } = imageInputs;
const { credentials } = shareInputs;

/** The schema as a file holds it. */
export function schemaText(version: string): string {
  return `${JSON.stringify(packageSchema(version), undefined, 2)}\n`;
}

/** @param version of the package */
function packageSchema(version: string) {
  return {
    name: "image-share",
    displayName: "Image Share",
    version,
    description:
      "Share machine images across cloud accounts: one resource per image, live drift, the fewest calls.",
    keywords: ["pulumi", "image", "share", "category/cloud", ...new Set(services.map(({ cloud }) => cloud))],
    license: "Apache-2.0",
    language: {
      nodejs: { packageName: "pulumi-image-share-sdk", respectSchemaVersion: true },
      python: {
        packageName: "pulumi_image_share",
        respectSchemaVersion: true,
        pyproject: { enabled: true },
      },
      go: {
        importBasePath: "example.com/pulumi-image-share/sdk/go/imageshare",
        rootPackageName: "imageshare",
        generateResourceContainerTypes: true,
        respectSchemaVersion: true,
      },
      csharp: { respectSchemaVersion: true },
      java: { buildFiles: "gradle" },
    },
    config: { variables: configurationSpecs },
    provider: {
      description:
        "Where the calls go, and with whose keys. One provider for a stack is enough: see `credentials`.",
      inputProperties: configurationSpecs,
    },
    types: {
      [SERVICE_TYPE]: {
        type: "string",
        description: "The services whose images can be shared.",
        enum: services.map(({ service, title }) => ({
          name: enumName(service),
          description: title,
          value: service,
        })),
      },
      [SET_IMAGE_TYPE]: {
        type: "object",
        description:
          "One image of a set: what an ImageShare takes, with the accounts that only this image is shared with. What it " +
          "says itself goes before what the set says.",
        properties: setImage,
        required: ["service", "imageId"],
      },
    },
    resources: {
      [SHARE_TYPE]: {
        description:
          "The set of accounts that have access to one machine image.\n\nAn account that is listed is owned: it is kept " +
          "without a write if it has access already, and it loses access when it is unlisted or the resource is deleted. " +
          "`pulumi up` compares the list with what the cloud says now.",
        inputProperties: shareInputs,
        requiredInputs: ["service", "imageId"],
        properties: shareOutputs,
        required: ["service", "imageId", "foreignAccounts"],
        aliases: [{ type: DYNAMIC_SHARE_TYPE }],
      },
      [SET_TYPE]: {
        description:
          "Shares many images, of several clouds and regions, with one list of accounts: one ImageShare for each " +
          "image.\n\n`pulumi up --target` the set alone shares nothing, since the engine leaves its shares out: add " +
          "`--target-dependents`, or target the shares.",
        isComponent: true,
        inputProperties: setInputs,
        requiredInputs: ["accounts", "images"],
        properties: setOutputs,
        required: ["accounts", "foreignAccounts"],
        aliases: [{ type: CLASS_SET_TYPE }],
      },
    },
    functions: {
      "image-share:index:getImageShare": {
        description:
          "Reads who has access to an image, at a preview as well, and changes nothing. The image must exist.",
        inputs: {
          properties: {
            service: {
              ...text,
              $ref: `#/types/${SERVICE_TYPE}`,
              description: "The service that has the image.",
            },
            region: { ...text, description: region?.description },
            imageId: { ...text, description: imageId?.description },
            credentials: { ...text, description: credentials?.description },
          },
          required: ["service", "imageId"],
        },
        outputs: {
          properties: {
            service: { ...text, description: "The service that has the image." },
            region: { ...text, description: "Region of the image." },
            imageId: { ...text, description: "The image." },
            accounts: { ...texts, description: "All accounts that the image is shared with, sorted." },
            organizationArns: {
              ...texts,
              description: "All organisations that the image is shared with, sorted; absent without any.",
            },
            organizationalUnitArns: {
              ...texts,
              description:
                "All organisational units that the image is shared with, sorted; absent without any.",
            },
            shareToEcs: {
              ...truth,
              description: "Whether it can be used in the owner's own ECS; absent for services without it.",
            },
          },
          required: ["service", "imageId", "accounts"],
        },
      },
    },
  };
}

/** "tencentcloud-cvm" is TencentcloudCvm. */
function enumName(service: string): string {
  return service
    .split("-")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}
