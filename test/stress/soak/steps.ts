/**
 * What can happen to a cloud's images and to those who share them, as data: any step can be left out and the others
 * still mean something, so that a failure is shrunk to the few steps that it needs.
 */
import type { Fault, ServiceName } from "../../../src/emulator";

/** Stacks that share images: one whose resource may be exclusive, and one of two additive resources beside it. */
export type StackName = "main" | "other";

export type ResourceName = "golden" | "left" | "right";

export const resourcesOf: Readonly<Record<StackName, readonly ResourceName[]>> = {
  main: ["golden"],
  other: ["left", "right"],
};

/** There are two images, so that a resource can move from one to the other. */
export type ImageNumber = 0 | 1;

export const images: readonly ImageNumber[] = [0, 1];

/** Something that others do while an operation is at work: after its call of this number. */
export interface Incident {
  readonly afterCall: number;
  readonly event: OutsideEvent;
}

export type OutsideEvent =
  | { readonly kind: "share" | "unshare"; readonly image: ImageNumber; readonly accounts: readonly number[] }
  | { readonly kind: "crowd"; readonly image: ImageNumber; readonly room: number }
  | { readonly kind: "own ecs"; readonly image: ImageNumber; readonly on: boolean }
  | { readonly kind: "image busy"; readonly image: ImageNumber; readonly forMs: number }
  | { readonly kind: "image gone"; readonly image: ImageNumber }
  | { readonly kind: "image back" | "image back, bare"; readonly image: ImageNumber };

/** A change of what a program says. */
export type Edit =
  | { readonly key: "accounts" | "protectedAccounts"; readonly toggled: readonly number[] }
  | { readonly key: "allowEmpty"; readonly value: boolean }
  | { readonly key: "exclusive"; readonly value: boolean | undefined }
  | { readonly key: "maxRemovals" | "timeoutSeconds"; readonly value: number | undefined }
  | { readonly key: "credentials"; readonly value: "blue" | "green" | undefined }
  | { readonly key: "shareToEcs"; readonly value: boolean | undefined }
  | { readonly key: "accounts managed"; readonly value: boolean }
  | { readonly key: "image"; readonly value: ImageNumber }
  /** Another name without an alias: the resource is made anew, and the old one deleted. */
  | { readonly key: "name" }
  /** Whether the program has the resource at all, and whether it only looks (`ImageShare.get`). */
  | { readonly key: "exists" | "looks" | "retainOnDelete"; readonly value: boolean }
  /** Whether the deletion of `left` spares the deletion of `right`. */
  | { readonly key: "deletedWith"; readonly value: boolean };

export type Trouble = Fault & { readonly on: "reading" | "adding" | "removing" };

/** Knobs of the vendor. */
export type Environment =
  | { readonly readLagMs: number }
  | { readonly strict: boolean }
  | { readonly atomic: boolean }
  | { readonly netQuota: boolean }
  | { readonly perCallCap: number | null }
  | { readonly unknown: readonly number[] };

/** From the call of this number on nothing is heard of any call. */
export interface Accident {
  readonly afterCall: number;
  /** Whether the process is gone as well, and never says what it did; otherwise it is only cut off from the cloud. */
  readonly isCrash: boolean;
}

interface Operation {
  readonly stack: StackName;
  readonly incidents: readonly Incident[];
  readonly accident: Accident | undefined;
}

/** How the engine goes about a run of several resources. */
export interface Manner {
  /** Whether it asks about every resource before it carries anything out (PULUMI_PARALLEL_DIFF). */
  readonly asksFirst: boolean;
  readonly isReversed: boolean;
  /** --continue-on-error */
  readonly continuesOnError: boolean;
}

/** What a command is about. */
export interface Choice {
  /** --target: one of the stack's resources; undefined: all of them. */
  readonly only: ResourceName | undefined;
}

export interface UpOptions extends Choice {
  readonly manner: Manner;
  /** --replace: everything that the command is about. */
  readonly isReplaced: boolean;
  /** --refresh */
  readonly isRefreshed: boolean;
}

/** Where a stack's configuration says that calls go. Both names lead to the same cloud, which a share cannot know. */
export interface Site {
  readonly endpoint: 0 | 1;
  /** image-share:moveEndpoint */
  readonly moves: boolean;
}

/** What holds a run: nothing, the approval that the stack's last preview gave, or that of a preview just before it. */
export type Approving = "none" | "last" | "fresh";

export type Step =
  | (Operation & UpOptions & { readonly kind: "up"; readonly approving: Approving })
  | (Operation & UpOptions & { readonly kind: "preview" })
  | (Operation & Choice & { readonly kind: "refresh" })
  | (Operation & Choice & { readonly kind: "destroy"; readonly approving: Approving })
  | { readonly kind: "edit"; readonly resource: ResourceName; readonly edit: Edit }
  /** Accounts that one additive resource lists are listed by the other instead. */
  | { readonly kind: "handover"; readonly to: "left" | "right"; readonly accounts: readonly number[] }
  | { readonly kind: "taint"; readonly resource: ResourceName }
  /** State is copied, and the copy put back. */
  | { readonly kind: "backup" | "restore"; readonly stack: StackName }
  | ({ readonly kind: "endpoint"; readonly stack: StackName } & Site)
  | { readonly kind: "outside"; readonly event: OutsideEvent }
  | { readonly kind: "faults"; readonly faults: readonly Trouble[] }
  | { readonly kind: "environment"; readonly environment: Environment }
  | { readonly kind: "time"; readonly ms: number }
  | { readonly kind: "settled"; readonly stack: StackName; readonly readLagMs: number };

export interface Run {
  readonly service: ServiceName;
  /** Whether the stacks compare with the cloud (the default) or with state. */
  readonly liveDiff: boolean;
  readonly steps: readonly Step[];
}

/** More removals than there are accounts. */
export const ANY_NUMBER = 1_000;

/** How old an old answer is. */
export const STALE_MS = 20_000;
