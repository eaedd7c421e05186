/** The controls of the emulator, outside of the vendors' APIs; used by the control API and by `Emulator`. */
import type { z } from "zod";
import type { Credential, ImageService } from "./api";
import type { CallFilter, CallRecord } from "./call-log";
import { applySteps, type Image, type Step } from "./cloud";
import { imageServices, services } from "./clouds";
import type { Fault, FaultHandle } from "./faults";
import { Grants } from "./grants";
import { pathOf, type Target } from "./names";
import type { EmulatorParts } from "./server";
import { changedSettings, type Settings, type SettingsChanges } from "./settings";
import {
  checkAccounts,
  checkQuotas,
  checkRateLimits,
  checkSeed,
  checkShareToEcs,
  checkState,
  checkTarget,
  type ImageSeed,
  imageSeedSchema,
} from "./targets";
import { valid } from "./validate";

/** An image as the emulator has it now. */
export interface ImageView extends Target {
  readonly name: string;
  readonly state: string;
  readonly owner: string;
  readonly public: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly shareToEcs: boolean;
  readonly accounts: readonly string[];
  readonly refuses?: string | undefined;
  /** AWS EC2 only: the snapshots behind the image, by ID. */
  readonly snapshots?: Readonly<Record<string, SnapshotView>>;
}

/** A snapshot behind an image. Its ID stands for an image's wherever an image is named: `share`, `accounts`, … */
export interface SnapshotView {
  readonly accounts: readonly string[];
  readonly owner: string;
  readonly public: boolean;
  readonly refuses?: string | undefined;
}

export class Controls {
  readonly #emulation: EmulatorParts;

  constructor(emulation: EmulatorParts) {
    this.#emulation = emulation;
  }

  /** The key that clients use, and the accounts that it acts for. */
  get credentials(): Credential {
    const [first] = this.#emulation.credentials;
    if (first === undefined) {
      throw new Error("the emulator was started without any credential");
    }
    return first;
  }

  /** The current settings. */
  get settings(): Settings {
    return this.#emulation.settings;
  }

  /** Changes some settings, from the next call on. */
  configure(changes: SettingsChanges): Settings {
    const settings = changedSettings(this.#emulation.settings, changes);
    checkRateLimits(settings.rateLimits, services);
    checkQuotas(settings.quotas, imageServices);
    this.#emulation.settings = settings;
    return settings;
  }

  /** Seeds an image, or replaces one. Visible at once, without read lag. */
  putImage(input: ImageSeed): ImageView {
    const seed = valid(imageSeedSchema, input, "the image");
    const service = checkTarget(seed, imageServices);
    checkSeed(seed, service);
    const now = this.#emulation.now();
    const { cloud } = service;
    const image: Image = {
      imageId: seed.imageId,
      region: seed.region ?? "",
      name: seed.name ?? seed.imageId,
      state: seed.state ?? service.states[0],
      owner: seed.owner ?? this.credentials.accounts[cloud],
      public: seed.public,
      tags: new Map(Object.entries(seed.tags)),
      accounts: Grants.of(seed.accounts, now),
      shareToEcs: seed.shareToEcs,
      createdAt: now,
      snapshots: [],
      refuses: seed.refuses,
    };
    const snapshots = this.#putSnapshots(seed, service, image);
    this.#emulation.state.put(seed, { ...image, snapshots });
    return this.#viewOf(seed, { ...image, snapshots });
  }

  /** @returns the IDs */
  #putSnapshots(seed: z.output<typeof imageSeedSchema>, service: ImageService, image: Image): string[] {
    if (service.snapshots === undefined) return [];
    const seeded = seed.snapshots ?? { [service.snapshots.idFor(seed.imageId)]: undefined };
    for (const [imageId, snapshot] of Object.entries(seeded)) {
      this.#emulation.state.put(
        { ...seed, imageId },
        {
          ...image,
          imageId,
          state: service.states[0],
          owner: snapshot?.owner ?? image.owner,
          public: snapshot?.public ?? false,
          accounts: Grants.of(snapshot?.accounts ?? [], image.createdAt),
          refuses: snapshot?.refuses,
        },
      );
    }
    return Object.keys(seeded);
  }

  /** The current image, without read lag; undefined if it does not exist. */
  image(target: Target): ImageView | undefined {
    checkTarget(target, imageServices);
    const image = this.#emulation.state.get(target);
    return image === undefined ? undefined : this.#viewOf(target, image);
  }

  /** All images of all services. */
  images(): ImageView[] {
    return this.#emulation.state
      .all()
      .filter(([target]) => !isSnapshot(target))
      .map(([target, image]) => this.#viewOf(target, image));
  }

  /** An image with its snapshots. */
  #viewOf(target: Target, image: Image): ImageView {
    const view = viewOf(target, image);
    if (isSnapshot(target) || serviceOf(target)?.snapshots === undefined) return view;
    const snapshots = image.snapshots.flatMap((imageId) => {
      const snapshot = this.#emulation.state.get({ ...target, imageId });
      return snapshot === undefined ? [] : [[imageId, snapshotView(snapshot)] as const];
    });
    return { ...view, snapshots: Object.fromEntries(snapshots) };
  }

  /** Deletes an image as its owner would in the console. */
  removeImage(target: Target): void {
    this.#present(target);
    this.#emulation.state.remove(target, this.#emulation.now());
  }

  /** @param state the service's value: `NORMAL`, `Creating`, … @throws Error that lists the valid states */
  setImageState(target: Target, state: string): void {
    checkState(state, checkTarget(target, imageServices));
    this.#change(target, (image) => ({ ...image, state }));
  }

  /** The accounts that the image is shared with right now, in the order in which they got access. */
  accounts(target: Target): string[] {
    return this.#present(target).accounts.accounts();
  }

  /** Shares behind the program's back: no API call, no log entry, no rules. */
  share(target: Target, accounts: readonly string[]): void {
    checkAccounts(accounts, checkTarget(target, imageServices));
    this.#step(
      target,
      accounts.map((account) => ({ kind: "share", account })),
    );
  }

  /** Revokes behind the program's back: no API call, no log entry, no rules. */
  unshare(target: Target, accounts: readonly string[]): void {
    this.#step(
      target,
      accounts.map((account) => ({ kind: "unshare", account })),
    );
  }

  /** SWAS only: shares the image to the account's own ECS, or stops it, behind the program's back. */
  shareToEcs(target: Target, on: boolean): void {
    checkShareToEcs(checkTarget(target, imageServices));
    this.#step(target, [{ kind: "shareToEcs", on }]);
  }

  /** The API calls since the start, or since {@link clearCalls}, in the order of their arrival. */
  calls(filter?: CallFilter): CallRecord[] {
    return this.#emulation.log.list(filter);
  }

  /** Forgets the calls; rate limits go on counting them. */
  clearCalls(): void {
    this.#emulation.log.clear();
  }

  /** Makes future calls fail. Faults apply in the order of their injection. @throws Error on a malformed fault */
  injectFault(fault: Fault): FaultHandle {
    return this.#emulation.faults.inject(fault);
  }

  /** The faults that are still waiting for calls. */
  faults(): ReturnType<EmulatorParts["faults"]["list"]> {
    return this.#emulation.faults.list();
  }

  /** Removes all faults. */
  clearFaults(): void {
    this.#emulation.faults.clear();
  }

  /** Forgets images, calls, faults, nonces and request counts; settings and credentials stay. */
  reset(): void {
    const { state, log, faults, nonces, clientTokens, rateLimits } = this.#emulation;
    for (const part of [state, log, faults, nonces, clientTokens, rateLimits]) {
      part.clear();
    }
  }

  #present(target: Target): Image {
    checkTarget(target, imageServices);
    const image = this.#emulation.state.get(target);
    if (image === undefined) {
      throw new NoSuchImageError(target);
    }
    return image;
  }

  #step(target: Target, steps: readonly Step[]): void {
    this.#change(target, (image) => applySteps(image, steps, this.#emulation.now()));
  }

  #change(target: Target, update: (image: Image) => Image): void {
    this.#present(target);
    this.#emulation.state.change(target, this.#emulation.now(), update);
  }
}

export class NoSuchImageError extends Error {
  override readonly name = "NoSuchImageError";

  constructor(target: Target) {
    super(`the emulator has no image ${pathOf(target)}`);
  }
}

function serviceOf({ service }: Target): ImageService | undefined {
  return imageServices.find(({ name }) => name === service);
}

function isSnapshot(target: Target): boolean {
  return serviceOf(target)?.snapshots?.form.test(target.imageId) === true;
}

function snapshotView({ accounts, owner, public: isPublic, refuses }: Image): SnapshotView {
  return {
    accounts: accounts.accounts(),
    owner,
    public: isPublic,
    ...(refuses === undefined ? {} : { refuses }),
  };
}

function viewOf(target: Target, image: Image): ImageView {
  const { name, state, owner, shareToEcs, accounts, refuses } = image;
  return {
    service: target.service,
    ...(target.region === undefined ? {} : { region: target.region }),
    imageId: image.imageId,
    name,
    state,
    owner,
    public: image.public,
    tags: Object.fromEntries(image.tags),
    shareToEcs,
    accounts: accounts.accounts(),
    ...(refuses === undefined ? {} : { refuses }),
  };
}
