/** What a random run begins with, what it meets on the way, and where the plan's table wants it to end. */
import fc from "fast-check";
import type { Fault, ServiceName } from "../../../src/emulator";
import { accounts, entryOf, type Service, services } from "./services";

export interface RandomScene {
  readonly service: ServiceName;
  readonly operation: "create" | "update" | "delete";
  readonly exclusive: boolean;
  /** Each account: is it live, listed, owned, protected? */
  readonly accounts: readonly {
    readonly live: boolean;
    readonly listed: boolean;
    readonly owned: boolean;
    readonly guarded: boolean;
  }[];
  /** How much room others leave on the image; undefined: nobody crowds it. */
  readonly room: number | undefined;
  readonly faults: readonly (Fault & { readonly on: "reading" | "adding" | "removing" })[];
}

const rarely = fc.integer({ min: 0, max: 19 }).map((number) => number === 0);

const trouble: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { kind: "throttle" },
    { kind: "status", status: 500 },
    { kind: "status", status: 503 },
    { kind: "html", status: 502 },
    { kind: "reset", when: "before" },
    { kind: "reset", when: "after" },
    { kind: "error", code: "Unheard.Of" },
    { kind: "stale", lagMs: 20_000 },
  ),
  fc.record({ kind: fc.constantFrom("partial" as const, "drop" as const), applied: fc.nat({ max: 5 }) }),
);

export const randomScene: fc.Arbitrary<RandomScene> = fc.record({
  service: fc.constantFrom(...(Object.keys(services) as ServiceName[])),
  operation: fc.constantFrom("create", "update", "delete"),
  exclusive: fc.boolean(),
  accounts: fc.array(
    fc.record({ live: fc.boolean(), listed: fc.boolean(), owned: fc.boolean(), guarded: rarely }),
    { maxLength: 25 },
  ),
  room: fc.option(fc.nat({ max: 8 }), { nil: undefined }),
  faults: fc.array(
    fc
      .tuple(
        trouble,
        fc.record({
          on: fc.constantFrom("reading", "adding", "removing"),
          skip: fc.nat({ max: 3 }),
          times: fc.integer({ min: 1, max: 3 }),
        }),
      )
      .map(([fault, when]) => ({ ...fault, ...when })),
    { maxLength: 4 },
  ),
});

/** The same in accounts, and what follows from them. */
export interface Situation {
  readonly service: Service;
  readonly isDelete: boolean;
  readonly live: readonly string[];
  readonly listed: readonly string[];
  readonly owned: readonly string[];
  readonly guarded: readonly string[];
  /** Who has access once the operation has done what it should. */
  readonly demanded: readonly string[];
  /** Whether a guard has to refuse the operation before it writes. */
  readonly isRefused: boolean;
  readonly mayAdd: ReadonlySet<string>;
  readonly mayRemove: ReadonlySet<string>;
}

export function situationOf(scene: RandomScene): Situation {
  const service = services[scene.service];
  const { accountLimit } = entryOf(service).facts;
  const isDelete = scene.operation === "delete";
  const chosen = (is: (account: RandomScene["accounts"][number]) => boolean) =>
    scene.accounts.flatMap((account, index) => (is(account) ? [service.account(index)] : []));
  const own = chosen(({ live }) => live);
  const free = scene.room === undefined || accountLimit !== 50 ? 0 : accountLimit - own.length - scene.room;
  const live = [...own, ...accounts(service, 100, 100 + Math.max(0, free))];
  const listed = isDelete ? [] : chosen((account) => account.listed);
  const owned = scene.operation === "create" ? [] : chosen((account) => account.owned);
  const guarded = chosen((account) => account.guarded);
  const unlisted = live.filter((account) => !listed.includes(account));
  const remove = unlisted.filter((account) =>
    isDelete
      ? owned.includes(account) && !guarded.includes(account)
      : scene.exclusive || owned.includes(account),
  );
  const kept = live.filter((account) => !remove.includes(account));
  const demanded = [...new Set([...kept, ...listed])].sort();
  const add = listed.filter((account) => !live.includes(account));
  const isOver = accountLimit !== undefined && add.length > 0 && demanded.length > accountLimit;
  const isRefused = !isDelete && (isOver || remove.some((account) => guarded.includes(account)));
  // A guard stops the plan, and not what gives accounts back that lost access outside.
  const mayAdd = new Set(isRefused ? add.filter((account) => owned.includes(account)) : add);
  const mayRemove = new Set(isRefused ? [] : remove);
  return { service, isDelete, live, listed, owned, guarded, demanded, isRefused, mayAdd, mayRemove };
}
