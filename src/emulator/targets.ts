/** Images in the emulator's input: targets and seeds. */
import { z } from "zod";
import { actionOf, type ImageService, type Service } from "./api";
import { REGION_NAME, serviceNames, type Target, targetAt } from "./names";
import type { Settings } from "./settings";
import { InvalidInputError } from "./validate";

export const targetSchema = z.strictObject({
  service: z.enum(serviceNames),
  region: z.string().min(1).optional(),
  imageId: z.string().min(1),
});

const snapshotSeedSchema = z.strictObject({
  accounts: z.array(z.string().min(1)).default([]),
  /** The owner's account; default: the owner of the image. */
  owner: z.string().optional(),
  public: z.boolean().default(false),
  /** A code of the vendor's table with which this snapshot refuses to be shared. */
  refuses: z.string().optional(),
});

export const imageSeedSchema = targetSchema.extend({
  name: z.string().optional(),
  /** The vendor's own value; default: the state in which the image can be shared. */
  state: z.string().optional(),
  accounts: z.array(z.string().min(1)).default([]),
  /** The owner's account; default: the account of the first credential. */
  owner: z.string().optional(),
  public: z.boolean().default(false),
  tags: z.record(z.string().min(1), z.string()).default({}),
  /** SWAS only. */
  shareToEcs: z.boolean().default(false),
  /** AWS EC2 only: the snapshots behind the image, by ID; default: one that is not shared. Empty: backed by no snapshot. */
  snapshots: z.record(z.string().min(1), snapshotSeedSchema).optional(),
  /** A code of the vendor's table with which this image refuses to be shared (encrypted, wrong type, …). */
  refuses: z.string().optional(),
});

/** An image as input; only the target is required. */
export type ImageSeed = z.input<typeof imageSeedSchema>;

/** Throws if no image of the service can have this region or ID, because then no call could name it. */
export function checkTarget(target: Target, services: readonly ImageService[]): ImageService {
  const service = services.find((candidate) => candidate.name === target.service);
  if (service === undefined) {
    const known = services.map((candidate) => candidate.name).join(", ");
    throw new InvalidInputError(
      `the emulator has no service ${JSON.stringify(target.service)}; it has ${known}`,
    );
  }
  if (service.regional && target.region === undefined) {
    throw new InvalidInputError(`an image of ${service.name} needs a region`);
  }
  if (!service.regional && target.region !== undefined) {
    throw new InvalidInputError(`an image of ${service.name} has no region`);
  }
  const { form, example } = service.regions ?? { form: REGION_NAME, example: "ap-guangzhou" };
  if (target.region !== undefined && !form.test(target.region)) {
    throw new InvalidInputError(
      `${JSON.stringify(target.region)} is not the name of a region; write one such as ${example}`,
    );
  }
  if (service.imageIds !== undefined && !service.imageIds.form.test(target.imageId)) {
    throw new InvalidInputError(
      `${JSON.stringify(target.imageId)} is not an image ID of ${service.name}; write ${service.imageIds.description}`,
    );
  }
  return service;
}

/** Throws if a seed has values that the service does not know. */
export function checkSeed(seed: z.output<typeof imageSeedSchema>, service: ImageService): void {
  if (seed.state !== undefined) {
    checkState(seed.state, service);
  }
  checkRefusal(seed.refuses, service);
  checkSnapshots(seed.snapshots ?? {}, service);
  if (seed.shareToEcs) {
    checkShareToEcs(service);
  }
  checkAccounts([...seed.accounts, ...(seed.owner === undefined ? [] : [seed.owner])], service);
}

function checkRefusal(code: string | undefined, { name, refusals }: ImageService): void {
  if (code !== undefined && !Object.hasOwn(refusals, code)) {
    const known = Object.keys(refusals).join(", ");
    throw new InvalidInputError(`an image of ${name} cannot refuse with ${code}; it can with ${known}`);
  }
}

function checkSnapshots(
  snapshots: Readonly<Record<string, z.output<typeof snapshotSeedSchema>>>,
  service: ImageService,
): void {
  for (const [id, { accounts, owner, refuses }] of Object.entries(snapshots)) {
    if (service.snapshots?.form.test(id) !== true) {
      throw new InvalidInputError(
        service.snapshots === undefined
          ? `images of ${service.name} have no snapshots`
          : `${JSON.stringify(id)} is not the ID of a snapshot of ${service.name}`,
      );
    }
    checkAccounts([...accounts, ...(owner === undefined ? [] : [owner])], service);
    checkRefusal(refuses, service);
  }
}

/** Throws for a malformed account, because the API would never give it access. */
export function checkAccounts(accounts: readonly string[], { name, accountIds }: ImageService): void {
  const malformed = accounts.find((account) => !accountIds.test(account));
  if (malformed !== undefined) {
    throw new InvalidInputError(
      `${JSON.stringify(malformed)} is not an account ID of ${name}; write ${accountIds.description}`,
    );
  }
}

export function checkShareToEcs(service: ImageService): void {
  if (!service.sharesToEcs) {
    throw new InvalidInputError(`images of ${service.name} have no shareToEcs`);
  }
}

/** Throws for a limit whose "<service>/<action>" does not exist, because it would have no effect. */
export function checkRateLimits(limits: Settings["rateLimits"], services: readonly Service[]): void {
  for (const key of typeof limits === "boolean" ? [] : Object.keys(limits)) {
    const [name, action = ""] = key.split("/");
    if (
      actionOf(
        services.find((service) => service.name === name),
        action,
      ) === undefined
    ) {
      throw new InvalidInputError(`rateLimits: there is no ${key}; write "<service>/<action>"`);
    }
  }
}

/** Throws for a quota that names no service and no possible image, because it would have no effect. */
export function checkQuotas(quotas: Settings["quotas"], services: readonly ImageService[]): void {
  for (const key of Object.keys(quotas)) {
    if (services.some(({ name }) => name === key)) {
      continue;
    }
    const target = targetAt(key);
    if (target === undefined) {
      throw new InvalidInputError(
        `quotas: ${JSON.stringify(key)} is neither a service nor an image; write "<service>" or "<service>/<region>/<imageId>"`,
      );
    }
    checkTarget(target, services);
  }
}

export function checkState(state: string, service: ImageService): void {
  if (!service.states.includes(state)) {
    throw new InvalidInputError(
      `${service.name} has no image state ${JSON.stringify(state)}; it has ${service.states.join(", ")}`,
    );
  }
}
