/**
 * The emulated clouds' state: images, who they are shared with, and how that was a while ago (for reads that lag).
 * It does not know requests. Every change is a new version of an image, so reads can return any time in the past.
 */
import type { Grants } from "./grants";
import type { Target } from "./names";

export interface Image {
  readonly imageId: string;
  readonly region: string;
  readonly name: string;
  /** The vendor's own value: NORMAL, Available, 1, available, … */
  readonly state: string;
  /** The account that owns it. */
  readonly owner: string;
  readonly public: boolean;
  /** By key. */
  readonly tags: ReadonlyMap<string, string>;
  readonly accounts: Grants;
  /** SWAS only: shared to the account's own ECS. */
  readonly shareToEcs: boolean;
  readonly createdAt: number;
  /** AWS EC2 only: the IDs of the snapshots behind the image. Each is held as an image of its own. */
  readonly snapshots: readonly string[];
  /** The vendor's code with which this image refuses to be shared at all. */
  readonly refuses: string | undefined;
}

export type Step =
  | { readonly kind: "share" | "unshare"; readonly account: string }
  | { readonly kind: "shareToEcs"; readonly on: boolean }
  | { readonly kind: "unpublish" };

interface Version {
  readonly at: number;
  /** Undefined: the image was gone. */
  readonly image: Image | undefined;
}

/** The place of an image. */
interface Place {
  readonly service: string;
  readonly region?: string | undefined;
  readonly imageId: string;
}

/** Reads can lag by at most this much; older versions are forgotten. */
export const HISTORY_MS = 10 * 60 * 1000;

export class CloudState {
  readonly #histories = new Map<string, Version[]>();
  /** The same histories by place, `<service>/<region>/`, so that a list looks at its own images only. */
  readonly #places = new Map<string, Map<string, Version[]>>();
  /** Called after every change. */
  onChange: (() => void) | undefined;

  /** Adds an image as if it had always existed, so that lagging reads also see it. */
  put(target: Target, image: Image): void {
    this.#keep(target, [{ at: Number.NEGATIVE_INFINITY, image }]);
    this.onChange?.();
  }

  remove(target: Target, now: number): void {
    this.#record(target, undefined, now);
  }

  change(target: Place, now: number, update: (image: Image) => Image): void {
    const image = this.get(target);
    if (image === undefined) {
      throw new Error(`no image ${keyOf(target)} in the emulator`);
    }
    this.#record(target, update(image), now);
  }

  get(target: Place): Image | undefined {
    return this.#histories.get(keyOf(target))?.at(-1)?.image;
  }

  getAsOf(target: Place, moment: number): Image | undefined {
    return imageAsOf(this.#histories.get(keyOf(target)) ?? [], moment);
  }

  listAsOf(service: string, region: string, moment: number): Image[] {
    return [...(this.#places.get(placeOf({ service, region }))?.values() ?? [])]
      .map((versions) => imageAsOf(versions, moment))
      .filter((image) => image !== undefined);
  }

  /** The regions that hold images of a service. */
  regionsOf(service: string): Set<string> {
    return new Set(
      this.all().flatMap(([target]) => (target.service === service ? (target.region ?? []) : [])),
    );
  }

  /** All current images. */
  all(): [Target, Image][] {
    return [...this.#histories].flatMap(([key, versions]) => {
      const image = versions.at(-1)?.image;
      return image === undefined ? [] : [[targetOf(key), image] satisfies [Target, Image]];
    });
  }

  clear(): void {
    this.#histories.clear();
    this.#places.clear();
    this.onChange?.();
  }

  #record(target: Place, image: Image | undefined, now: number): void {
    const versions = this.#histories.get(keyOf(target)) ?? [];
    versions.push({ at: now, image });
    // Keeps the newest version older than the window, because it is valid at the start of the window.
    const firstInWindow = versions.findIndex((version) => version.at > now - HISTORY_MS);
    versions.splice(0, Math.max(0, firstInWindow - 1));
    this.#keep(target, versions);
    this.onChange?.();
  }

  #keep(target: Place, versions: Version[]): void {
    const key = keyOf(target);
    const place = this.#places.get(placeOf(target)) ?? new Map<string, Version[]>();
    this.#histories.set(key, versions);
    this.#places.set(placeOf(target), place.set(key, versions));
  }
}

/** An image after these steps, in order. */
export function applySteps(image: Image, steps: readonly Step[], now: number): Image {
  let { accounts, shareToEcs, public: isPublic } = image;
  for (const step of steps) {
    if (step.kind === "shareToEcs") {
      shareToEcs = step.on;
    } else if (step.kind === "unpublish") {
      isPublic = false;
    } else if (step.kind === "unshare") {
      accounts = accounts.without(step.account);
    } else {
      accounts = accounts.with(step.account, now);
    }
  }
  return { ...image, accounts, shareToEcs, public: isPublic };
}

function imageAsOf(versions: readonly Version[], moment: number): Image | undefined {
  return versions.findLast((version) => version.at <= moment)?.image;
}

function placeOf({ service, region }: Omit<Place, "imageId">): string {
  return `${service}/${region ?? ""}/`;
}

function keyOf(target: Place): string {
  return `${placeOf(target)}${target.imageId}`;
}

function targetOf(key: string): Target {
  const [service, region, ...imageId] = key.split("/");
  return {
    service: service as Target["service"],
    ...(region === "" ? {} : { region }),
    imageId: imageId.join("/"),
  };
}
