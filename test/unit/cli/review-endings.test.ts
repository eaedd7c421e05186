/** Each operation of the engine that ends a share, and from whom it takes access. */
import { golden, held, other, said, share, stack, step, urnOf, wish } from "./preview-documents";
import { alice, bob, carol } from "./support";

const label = `${golden.imageId} (ap-guangzhou)`;
const before = share("golden", held);
const elsewhere = wish("golden", { ...held, imageId: other.imageId });
const gains = `${other.imageId} (ap-guangzhou): will gain access: ${alice}, ${bob}`;
const moves = `${label}: will lose access (another image takes its place, and is shared first): ${alice}, ${bob}`;
const left = { ...before, delete: true };
const leftBehind =
  `${label}: will lose access (an earlier run replaced the resource, and its deletion is still to be done): ` +
  `${alice}, ${bob}`;
/** A preview that shows no such deletion leaves open whether it was of all resources. */
const leftInState = leftBehind.replace("done): ", "done, unless --target leaves it out): ");

describe("a deletion", () => {
  it.each(["delete", "discard"])("%s takes access from whom state lists", (op) => {
    expect(said({ steps: [step(op, { before })] }, [before])).toEqual([
      `${label}: will lose access (the resource is deleted): ${alice}, ${bob}`,
      "stop",
    ]);
  });

  it("a deletion of a lookup takes access from nobody", () => {
    const lookup = share("golden", { ...golden, accounts: [alice], isLookup: true }, { external: true });
    for (const op of ["delete", "discard"]) {
      expect(said({ steps: [step(op, { before: lookup })] }, [lookup])).toEqual(["go"]);
    }
  });

  it("spares those who are protected, unless it is secret who that is", () => {
    const guarded = share("golden", { ...held, protectedAccounts: [bob] });
    expect(said({ steps: [step("delete", { before: guarded })] }, [guarded])).toEqual([
      `${label}: will lose access (the resource is deleted): ${alice}`,
      `${label}: keeps access (protectedAccounts protects them): ${bob}`,
      "stop",
    ]);
    const secret = share("golden", { ...held, protectedAccounts: "[secret]" });
    expect(said({ steps: [step("delete", { before: secret })] }, [secret])).toContain(
      `${label}: will lose access (the resource is deleted), and who it is is not known: protectedAccounts is secret`,
    );
  });

  it("keeps those of a part that the program has left out, which a delete leaves alone", () => {
    const leftOut = (more: Record<string, unknown>) => {
      const swas = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-1", exclusive: false };
      const before = share("simple", { ...swas, ...more }, { id: "alicloud-swas/cn-hangzhou/m-1" });
      return said({ steps: [step("delete", { before })] }, [before]);
    };
    const [loses, keeps] = [
      "will lose access (the resource is deleted)",
      "keeps access (left out of the program)",
    ];
    const ownEcs = "your own ECS (shareToEcs)";
    expect(leftOut({ accounts: [alice], listedShareToEcs: true })).toEqual([
      `m-1 (cn-hangzhou): ${loses}: ${alice}`,
      `m-1 (cn-hangzhou): ${keeps}: ${ownEcs}`,
      "stop",
    ]);
    expect(leftOut({ shareToEcs: true, listedAccounts: [alice] })).toEqual([
      `m-1 (cn-hangzhou): ${loses}: ${ownEcs}`,
      `m-1 (cn-hangzhou): ${keeps}: ${alice}`,
      "stop",
    ]);
  });

  it.each([
    ["text in the place of a secret", "[secret]", "accounts are secret"],
    [
      "an object that stands for a secret",
      { "4dabf18193072939515e22adb298388d": "1b47", ciphertext: "v1" },
      "accounts are secret",
    ],
    ["one secret among plain ones", [alice, "[secret]"], "accounts are secret"],
    ["a number", [100000000001], "accounts cannot be read"],
    ["nothing", undefined, "accounts cannot be read"],
    ["null", null, "accounts cannot be read"],
  ])("a deletion of a share whose accounts are %s stops, and says so", (_, accounts, why) => {
    const hidden = share("golden", { ...held, accounts });
    const lines = said({ steps: [step("delete", { before: hidden })] }, [hidden]);
    expect(lines).toContain(
      `${label}: will lose access (the resource is deleted), and who it is is not known: ${why}`,
    );
    expect(lines.at(-1)).toBe("stop");
  });

  it("a deletion of a protected resource takes access from nobody where the preview fails because of it", () => {
    const guarded = share("golden", held, { protect: true });
    const steps = [step("delete", { before: guarded })];
    expect(said({ steps, errors: ["it is protected"] }, [guarded])).toEqual([
      "error: it is protected",
      `${label}: keeps access (protect: the engine refuses to delete the resource): ${alice}, ${bob}`,
      "failed",
    ]);
    // As with an option that makes the engine ignore the protection.
    expect(said({ steps }, [guarded]).at(-1)).toBe("stop");
  });

  it.each([
    ["retainOnDelete", { retainOnDelete: true }],
    ["deletedWith", { deletedWith: urnOf("host") }],
  ])("a deletion that %s makes a mere forgetting takes access from nobody", (option, options) => {
    const spared = share("golden", held, options);
    const host = { ...stack, urn: urnOf("host"), type: "pulumi-nodejs:dynamic:Resource" };
    const steps = [step("delete", { before: spared }), step("delete", { before: host })];
    expect(said({ steps }, [spared, host])).toEqual([
      `${label}: keeps access (${option}: nothing is revoked, and state forgets them): ${alice}, ${bob}`,
      "go",
    ]);
  });

  it.each([
    ["retainOnDelete", { retainOnDelete: true }],
    ["deletedWith", { deletedWith: urnOf("host") }],
  ])(
    "a deletion that %s makes a mere forgetting does not forget whom another resource lists",
    (option, options) => {
      const spared = share("golden", held, options);
      const host = { ...stack, urn: urnOf("host"), type: "pulumi-nodejs:dynamic:Resource" };
      const sibling = share("sibling", { ...held, accounts: [alice], exclusive: false });
      const stays = step("same", { before: sibling, after: { ...sibling, outputs: undefined } });
      const ends = [step("delete", { before: spared }), step("delete", { before: host })];
      expect(said({ steps: [stays, ...ends] }, [spared, sibling, host])).toEqual([
        `${label}: keeps access (another resource lists them): ${alice}`,
        `${label}: keeps access (${option}: nothing is revoked, and state forgets them): ${bob}`,
        "go",
      ]);
    },
  );

  it("a deletion with deletedWith takes access where the other resource stays", () => {
    const spared = share("golden", held, { deletedWith: urnOf("host") });
    const host = { ...stack, urn: urnOf("host") };
    const steps = [step("delete", { before: spared }), step("same", { before: host, after: host })];
    expect(said({ steps }, [spared, host]).at(-1)).toBe("stop");
  });
});

describe("a replacement", () => {
  const steps = [step("replace", { before: { ...before, delete: true }, after: elsewhere })];

  it("takes access from whom state lists, although the engine does not show its deletion", () => {
    expect(said({ steps, lines: [moves, gains] }, [before])).toEqual([moves, gains, "stop"]);
  });

  it("takes access as well where the engine shows all of its steps", () => {
    const all = [
      step("create-replacement", { before, after: elsewhere }),
      ...steps,
      step("delete-replaced", { before: { ...before, delete: true } }),
    ];
    expect(said({ steps: all, lines: [moves, gains] })).toEqual([moves, gains, "stop"]);
  });

  it("takes nothing where an earlier run has done the deletion, and state says so", () => {
    const pending = { ...before, pendingReplacement: true };
    const now = [step("replace", { before: pending, after: elsewhere })];
    expect(said({ steps: now, lines: [moves, gains] }, [pending])).toEqual([gains, "go"]);
    // The mark may as well be of this preview, which deletes before it replaces.
    const deletesFirst = moves.replace(", and is shared first", "");
    expect(said({ steps: now, lines: [moves, gains] }, [before])).toEqual([deletesFirst, gains, "stop"]);
    expect(said({ steps: now, lines: [moves, gains] })).toContain(deletesFirst);
  });

  it("a replacement with retainOnDelete forgets only those whom the resource does not list any more", () => {
    const retained = share("golden", { ...held, exclusive: false }, { retainOnDelete: true });
    const after = wish("golden", { ...held, accounts: [alice], exclusive: false });
    const forgets = `${label}: keeps access (retainOnDelete: nothing is revoked, and state forgets them): ${bob}`;
    const tainted = [step("replace", { before: { ...retained, delete: true }, after })];
    expect(said({ steps: tainted, lines: [forgets] }, [retained])).toEqual([
      forgets,
      `${label}: keeps access (the program lists them): ${alice}`,
      "go",
    ]);
  });

  it("hands over to another resource that lists the accounts from now on", () => {
    const previous = share("previous", { ...held, imageId: "img-older000" });
    const rotation = [
      ...steps,
      step("replace", { before: { ...previous, delete: true }, after: wish("previous", held) }),
    ];
    const older = moves.replace(golden.imageId, "img-older000");
    const keeps = `${label}: has access already (listed, managed from now on): ${alice}, ${bob}`;
    expect(said({ steps: rotation, lines: [moves, gains, older, keeps] }, [before, previous])).toEqual([
      older,
      gains,
      keeps,
      "stop",
    ]);
  });

  it("a replacement by a lookup takes access", () => {
    const lookup = wish("golden", golden, { external: true });
    for (const op of ["replace", "read-replacement"]) {
      const after = [step(op, { before, after: lookup }), step("delete-replaced", { before })];
      const lines = said({ steps: op === "replace" ? [step(op, { before, after: lookup })] : after }, [
        before,
      ]);
      expect(lines[0]).toMatch(/will lose access/);
      expect(lines.at(-1)).toBe("stop");
    }
  });

  it("a replacement of a lookup takes access from nobody", () => {
    const lookup = share("golden", { ...golden, accounts: [carol], isLookup: true }, { external: true });
    const lines = [`${label}: will gain access: ${alice}, ${bob}`];
    const now = [step("replace", { before: lookup, after: wish("golden", held) })];
    expect(said({ steps: now, lines }, [lookup])).toEqual([...lines, "go"]);
  });
});

describe("what an earlier run left behind", () => {
  it("takes access, whether the engine shows it or only state does", () => {
    expect(said({}, [left])).toEqual([leftInState, "stop"]);
    expect(said({ steps: [step("delete-replaced", { before: left })] })).toEqual([leftBehind, "stop"]);
  });

  it("takes nothing from those whom a resource lists", () => {
    const now = share("golden", { ...held, accounts: [alice] }, { modified: "2026-01-02T00:00:00Z" });
    const lines = said({ steps: [step("same", { before: now, after: { ...now, outputs: undefined } })] }, [
      left,
      now,
    ]);
    expect(lines).toEqual([
      `${leftInState.replace(`${alice}, `, "")}`,
      `${label}: keeps access (the program lists them): ${alice}`,
      "stop",
    ]);
  });

  it("takes nothing where the engine shows all of its steps, and this is none of them", () => {
    const shown = [step("create-replacement", { after: elsewhere })];
    expect(said({ steps: shown, lines: [gains] }, [left])).toEqual([gains, "go"]);
  });

  it("what an earlier run left behind is not known without the state, which stops", () => {
    const lines = said({});
    expect(lines[0]).toMatch(
      /^whether an earlier run left deletions behind is not known: .*no pulumi here.*--state/,
    );
    expect(lines.at(-1)).toBe("stop");
  });

  it("takes nothing where only the creation is still to be done", () => {
    const pending = { ...before, pendingReplacement: true };
    expect(said({}, [pending])).toEqual(["go"]);
    expect(said({ steps: [step("remove-pending-replace", { before: pending })] }, [pending])).toEqual(["go"]);
  });
});
