/** The report as a document: what is written with --json, published as a JSON Schema, and read again with --since. */
import { z } from "zod";

export const REPORT_FORMAT = "pulumi-image-share report";
export const REPORT_VERSION = 1;

/** What a report finds, the most urgent first. */
export const findingKinds = [
  "not-read",
  "public",
  "unnamed-account",
  "unlisted-image",
  "unlisted-access",
  "missing-access",
  "not-found",
] as const;

export type FindingKind = (typeof findingKinds)[number];

const id = z.string().describe("<service>/<region>/<imageId>, or <service>/<imageId> without regions");
const account = z.string().describe("the ID of an account, as the vendor writes it");

const failure = z.strictObject({
  message: z.string(),
  topic: z.string().describe("the section of docs/errors.md that explains it"),
});

const place = z
  .strictObject({
    service: z.string(),
    region: z.string().optional(),
    profile: z.string().optional().describe("the credentials profile that looked"),
    images: z.int().nonnegative().optional().describe("how many of its own images the account has there"),
    error: failure.optional().describe("why its images could not be listed"),
  })
  .describe("a service and a region whose images were listed");

const grant = z.strictObject({
  account,
  since: z.string().optional().describe("when access was given, in UTC, where the vendor tells"),
  listed: z.boolean().optional().describe("whether the file lists it; only with a file"),
});

const image = z.strictObject({
  id,
  service: z.string(),
  region: z.string().optional(),
  imageId: z.string(),
  profile: z.string().optional(),
  status: z.enum(["read", "not-found", "failed", "not-looked-at"]),
  name: z.string().optional().describe("the owner's name for it; any character, cut after 256"),
  state: z.string().optional().describe("usable, or the vendor's word; only where images were listed"),
  owner: account.optional().describe("the account behind the keys, where the cloud tells"),
  public: z.boolean().optional().describe("absent where the service does not tell"),
  accounts: z.array(grant),
  organisations: z.array(z.string()).describe("grantees that are not accounts, as the vendor names them"),
  shareToEcs: z.boolean().optional().describe("whether the owner's own ECS has access; SWAS alone"),
  listed: z.boolean().optional().describe("whether the file lists the image; only with a file"),
  missing: z.array(z.string()).optional().describe("listed, and without access; only with a file"),
  unlisted: z
    .array(z.string())
    .optional()
    .describe("not listed, and would lose access; without those that exclusive: false keeps"),
  error: failure.optional(),
});

const accountRow = z.strictObject({
  account,
  name: z.string().optional().describe("from image-share:accountNames"),
  clouds: z.array(z.string()),
  images: z.int().nonnegative(),
});

const finding = z.strictObject({
  kind: z.enum(findingKinds),
  id: id.optional(),
  accounts: z.array(account).optional(),
  message: z.string().describe("one line, without control characters"),
});

const access = z.strictObject({ id, accounts: z.array(account) });

const changes = z
  .strictObject({
    since: z.iso.datetime().describe("when the other report was made"),
    gained: z.array(access),
    lost: z.array(access),
    becamePublic: z.array(id),
    noLongerPublic: z.array(id),
    newImages: z.array(id),
    goneImages: z.array(id),
    notCompared: z.array(id).describe("images that one of the two reports did not look at"),
  })
  .describe("against the report that --since names");

export const reportSchema = z.strictObject({
  format: z.literal(REPORT_FORMAT),
  version: z.literal(REPORT_VERSION),
  createdAt: z.iso.datetime(),
  complete: z.boolean().describe("whether every place and every image could be looked at"),
  file: z.string().optional().describe("the file that the clouds were compared with"),
  totals: z.strictObject({
    images: z.int().nonnegative(),
    shared: z.int().nonnegative(),
    public: z.int().nonnegative(),
    accounts: z.int().nonnegative(),
    notRead: z.int().nonnegative().describe("images, and places whose images could not be listed"),
  }),
  findings: z.array(finding),
  changes: changes.optional(),
  places: z.array(place),
  images: z.array(image),
  accounts: z.array(accountRow),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportImage = z.infer<typeof image>;
export type ReportAccount = z.infer<typeof accountRow>;
export type ReportPlace = z.infer<typeof place>;
export type Finding = z.infer<typeof finding>;
export type Changes = z.infer<typeof changes>;
export type Failure = z.infer<typeof failure>;
