/** Random episodes: how often each thing happens. */
import fc from "fast-check";
import type { Fault, ServiceName } from "../../../src/emulator";
import { services } from "../faults/services";
import {
  ANY_NUMBER,
  type Approving,
  type Edit,
  type Environment,
  type ImageNumber,
  type Manner,
  type OutsideEvent,
  type Run,
  resourcesOf,
  STALE_MS,
  type StackName,
  type Step,
  type Trouble,
} from "./steps";

const stack = fc.constantFrom<StackName>("main", "main", "other");
const resource = stack.chain((name) => fc.constantFrom(...resourcesOf[name]));
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
    weight: 2,
    arbitrary: fc.record({
      key: fc.constant("protectedAccounts"),
      toggled: fc.array(fc.nat({ max: 6 }), { maxLength: 1 }),
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
  { weight: 1, arbitrary: fc.record({ key: fc.constant("name") }) },
  { weight: 1, arbitrary: fc.record({ key: fc.constant("exists"), value: fc.constantFrom(true, false) }) },
  {
    weight: 1,
    arbitrary: fc.record({ key: fc.constant("looks"), value: fc.constantFrom(true, false, false) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      key: fc.constantFrom("retainOnDelete" as const, "deletedWith" as const),
      value: fc.constantFrom(true, false, false),
    }),
  },
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

const environment: fc.Arbitrary<Environment> = fc.oneof(
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

/** Of a stack, and of one of its resources or of all. */
const choice = stack.chain((name) =>
  fc.record({
    stack: fc.constant(name),
    only: fc
      .tuple(rarely, fc.constantFrom(...resourcesOf[name]))
      .map(([isOne, resource]) => (isOne ? resource : undefined)),
  }),
);
const manner: fc.Arbitrary<Manner> = fc.record({
  asksFirst: fc.boolean(),
  isReversed: fc.boolean(),
  continuesOnError: fc.boolean(),
});
const approving = fc.constantFrom<Approving>("none", "none", "none", "none", "last", "fresh");

const refresh: fc.Arbitrary<Step> = together({ kind: fc.constant("refresh"), incidents, accident }, choice);
const destroy: fc.Arbitrary<Step> = together(
  { kind: fc.constant("destroy"), incidents, accident, approving },
  choice,
);
const running = { incidents, accident, manner, isReplaced: rarely, isRefreshed: rarely };
const preview: fc.Arbitrary<Step> = together({ kind: fc.constant("preview"), ...running }, choice);
const up: fc.Arbitrary<Step> = together({ kind: fc.constant("up"), ...running, approving }, choice);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 21, arbitrary: up },
  { weight: 3, arbitrary: preview },
  { weight: 4, arbitrary: refresh },
  { weight: 3, arbitrary: destroy },
  { weight: 18, arbitrary: fc.record({ kind: fc.constant("edit"), resource, edit }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("handover"),
      to: fc.constantFrom("left" as const, "right" as const),
      accounts: someAccounts,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("endpoint"),
      stack,
      endpoint: fc.constantFrom(0 as const, 1 as const),
      moves: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("taint"), resource }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom("backup" as const, "restore" as const), stack }),
  },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant("outside"), event }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant("faults"),
      faults: fc.array(trouble, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("environment"), environment }) },
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
      kind: fc.constant("settled"),
      stack,
      readLagMs: fc.constantFrom(0, 0, 2_000, STALE_MS),
    }),
  },
);

/** At least, on average. */
export const STEPS_PER_EPISODE = 40;
const MAX_STEPS = 100;

export const episode: fc.Arbitrary<Run> = fc.record({
  service: fc.constantFrom(...(Object.keys(services) as ServiceName[])),
  liveDiff: fc.integer({ min: 0, max: 5 }).map((number) => number > 0),
  steps: fc.array(step, { minLength: 1, maxLength: MAX_STEPS, size: "max" }),
});

/** A record whose members are drawn together with those of a choice. */
function together<T, U>(members: { [Key in keyof T]: fc.Arbitrary<T[Key]> }, more: fc.Arbitrary<U>) {
  return fc.tuple(fc.record(members), more).map(([one, other]) => ({ ...one, ...other }));
}
