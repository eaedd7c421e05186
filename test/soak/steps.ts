/**
 * What can happen to a cloud's images and to those who share them, as data: any step can be left out and the others
 * still mean something, so that a failure is shrunk to the few steps that it needs.
 */
import fc from "fast-check";
import type { Fault, ServiceName } from "../../src/emulator";
import { services } from "../faults/services";

/** Stacks that share images: one that may be exclusive, and an additive one beside it. */
export type StackName = "main" | "other";

/** There are two images, so that a resource can move from one to the other. */
export type ImageNumber = 0 | 1;

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
  | { readonly key: "image"; readonly value: ImageNumber };

export type Trouble = Fault & { readonly on: "reading" | "adding" | "removing" };

/** Knobs of the vendor. */
export type Weather =
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

export type Step =
  | (Operation & { readonly kind: "up" | "preview" | "refresh" | "destroy" | "rename" })
  | { readonly kind: "edit"; readonly stack: StackName; readonly edit: Edit }
  | { readonly kind: "outside"; readonly event: OutsideEvent }
  | { readonly kind: "faults"; readonly faults: readonly Trouble[] }
  | { readonly kind: "weather"; readonly weather: Weather }
  | { readonly kind: "time"; readonly ms: number }
  | { readonly kind: "calm"; readonly stack: StackName; readonly readLagMs: number };

export interface Episode {
  readonly service: ServiceName;
  /** Whether the stacks compare with the cloud (the default) or with state. */
  readonly liveDiff: boolean;
  readonly steps: readonly Step[];
}

/** More removals than there are accounts. */
export const ANY_NUMBER = 1_000;

/** How old an old answer is. */
export const STALE_MS = 20_000;

const stack = fc.constantFrom<StackName>("main", "main", "main", "other");
const image = fc.constantFrom<ImageNumber>(0, 0, 0, 1);
const someAccounts = fc.uniqueArray(fc.nat({ max: 13 }), { minLength: 1, maxLength: 6 });

const event: fc.Arbitrary<OutsideEvent> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("share"), image, accounts: someAccounts }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("unshare"), image, accounts: someAccounts }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("crowd"), image, room: fc.nat({ max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("own ecs"), image, on: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("image busy"),
      image,
      forMs: fc.integer({ min: 1_000, max: 120_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("image gone"), image }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("image back", "image back, bare"), image }),
  },
);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ key: fc.constant("accounts"), toggled: someAccounts }) },
  {
    weight: 1,
    arbitrary: fc.record({
      key: fc.constant("protectedAccounts"),
      toggled: fc.array(fc.nat({ max: 13 }), { maxLength: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ key: fc.constant("exclusive"), value: fc.constantFrom(true, false, undefined) }),
  },
  { weight: 1, arbitrary: fc.record({ key: fc.constant("allowEmpty"), value: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      key: fc.constant("maxRemovals"),
      value: fc.constantFrom(undefined, undefined, 0, 2, 5, ANY_NUMBER, ANY_NUMBER),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      key: fc.constant("timeoutSeconds"),
      value: fc.constantFrom(undefined, undefined, 20, 90),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      key: fc.constant("credentials"),
      value: fc.constantFrom(undefined, "blue" as const, "green" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ key: fc.constant("shareToEcs"), value: fc.constantFrom(undefined, true, false) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ key: fc.constant("accounts managed"), value: fc.constantFrom(true, true, false) }),
  },
  { weight: 1, arbitrary: fc.record({ key: fc.constant("image"), value: image }) },
);

const faultKind: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { kind: "throttle" },
    { kind: "throttle", retryAfterMs: 30_000 },
    { kind: "status", status: 500 },
    { kind: "status", status: 503 },
    { kind: "html", status: 502 },
    { kind: "html", status: 200 },
    { kind: "reset", when: "before" },
    { kind: "reset", when: "after" },
    { kind: "stale", lagMs: STALE_MS },
  ),
  fc.record({ kind: fc.constantFrom("partial" as const, "drop" as const), applied: fc.nat({ max: 5 }) }),
  ...Object.values(services).map(({ target, authError, quotaError }) =>
    fc.constantFrom<Fault>(
      { kind: "error", code: "Unheard.Of", service: target.service },
      { kind: "error", ...authError, service: target.service },
      { kind: "error", ...quotaError, service: target.service },
    ),
  ),
);

const trouble: fc.Arbitrary<Trouble> = fc
  .tuple(
    faultKind,
    fc.record({
      on: fc.constantFrom("reading" as const, "adding" as const, "removing" as const),
      skip: fc.nat({ max: 3 }),
      times: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 1, max: 3 }) },
        { weight: 1, arbitrary: fc.constant("always" as const) },
      ),
    }),
  )
  .map(([fault, when]) => ({ ...fault, ...when }));

const weather: fc.Arbitrary<Weather> = fc.oneof(
  fc.record({ readLagMs: fc.constantFrom(0, 0, 2_000, 20_000) }),
  fc.record({ strict: fc.boolean() }),
  fc.record({ atomic: fc.boolean() }),
  fc.record({ netQuota: fc.boolean() }),
  fc.record({ perCallCap: fc.constantFrom(null, 4, 20) }),
  fc.record({ unknown: fc.oneof(fc.constant([]), fc.uniqueArray(fc.nat({ max: 13 }), { maxLength: 3 })) }),
);

const rarely = fc.integer({ min: 0, max: 7 }).map((number) => number === 0);
const incidents = fc
  .tuple(
    rarely,
    fc.array(fc.record({ afterCall: fc.integer({ min: 1, max: 8 }), event }), { minLength: 1, maxLength: 2 }),
  )
  .map(([isDisturbed, those]) => (isDisturbed ? those : []));
const accident = fc
  .tuple(rarely, fc.record({ afterCall: fc.integer({ min: 1, max: 6 }), isCrash: fc.boolean() }))
  .map(([happens, which]) => (happens ? which : undefined));

function operation(kind: "up" | "preview" | "refresh" | "destroy" | "rename") {
  return fc.record({ kind: fc.constant(kind), stack, incidents, accident });
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: operation("up") },
  { weight: 3, arbitrary: operation("preview") },
  { weight: 4, arbitrary: operation("refresh") },
  { weight: 2, arbitrary: operation("destroy") },
  { weight: 1, arbitrary: operation("rename") },
  { weight: 18, arbitrary: fc.record({ kind: fc.constant("edit"), stack, edit }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant("outside"), event }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant("faults"),
      faults: fc.array(trouble, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("weather"), weather }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("time"),
      ms: fc.constantFrom(1_000, 15_000, 90_000, 3_600_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("calm"),
      stack,
      readLagMs: fc.constantFrom(0, 0, 2_000, STALE_MS),
    }),
  },
);

/** At least, on average. */
export const STEPS_PER_EPISODE = 40;
const MOST_STEPS = 100;

export const episode: fc.Arbitrary<Episode> = fc.record({
  service: fc.constantFrom(...(Object.keys(services) as ServiceName[])),
  liveDiff: fc.integer({ min: 0, max: 5 }).map((number) => number > 0),
  steps: fc.array(step, { minLength: 1, maxLength: MOST_STEPS, size: "max" }),
});
