/** Whose access another resource of the program keeps when a share comes to its end. */
import { approvedChanges } from "../../../src/cli/review/report";
import { golden, held, other, reviewOf, said, share, step, wish } from "./preview-documents";
import { alice, bob } from "./support";

const label = `${golden.imageId} (ap-guangzhou)`;
const before = share("golden", held);
const elsewhere = wish("golden", { ...held, imageId: other.imageId });
const gains = `${other.imageId} (ap-guangzhou): will gain access: ${alice}, ${bob}`;
const moves = `${label}: will lose access (another image takes its place, and is shared first): ${alice}, ${bob}`;
const left = { ...before, delete: true };

describe("another resource that lists the account", () => {
  const ending = step("delete", { before });
  const sibling = share("sibling", { ...held, accounts: [alice] });
  const input = { ...sibling, outputs: undefined };

  it("keeps it, where the preview shows that it takes part", () => {
    for (const step_ of [
      step("same", { before: sibling, after: input }),
      step("update", { before: sibling, after: input }),
    ]) {
      expect(said({ steps: [step_, ending] }, [before, sibling])).toEqual([
        `${label}: will lose access (the resource is deleted): ${bob}`,
        `${label}: keeps access (another resource lists them): ${alice}`,
        "stop",
      ]);
    }
  });

  it("lets a rotation through, in which one release takes the place of another, and stops where an account loses access", () => {
    const adopted = `${label}: has access already (listed, managed from now on): ${alice}, ${bob}`;
    const previous = share("previous", { ...golden, imageId: "img-oldest00", accounts: [], exclusive: true });
    const steps = (accounts: readonly string[]) => [
      step("replace", { before: left, after: elsewhere }),
      step("delete-replaced", { before: left }),
      step("replace", {
        before: { ...previous, delete: true },
        after: wish("previous", { ...held, accounts }),
      }),
      step("delete-replaced", { before: { ...previous, delete: true } }),
    ];
    const state = [before, previous];
    const keeps = `${label}: keeps access (another resource lists them): ${alice}, ${bob}`;
    expect(said({ steps: steps([alice, bob]), lines: [gains, moves, adopted] }, state)).toEqual([
      gains,
      expect.stringMatching(/: has access already .*: 100000000001, 100000000002/),
      "go",
    ]);
    expect(said({ steps: steps([alice]), lines: [gains, moves] }, state)).toEqual([
      `${label}: will lose access (another image takes its place, and is shared first): ${bob}`,
      gains,
      keeps.replace(`, ${bob}`, ""),
      "stop",
    ]);
  });

  it("another resource that lists the account does not keep it where the share is deleted before the engine comes to that resource, which gives it again", () => {
    const steps = [
      step("delete-replaced", { before }),
      step("replace", { before, after: elsewhere }),
      step("update", { before: sibling, after: wish("sibling", { ...held, accounts: [alice] }) }),
    ];
    const parts = { steps, lines: [gains] };
    expect(said(parts, [before, sibling])).toEqual([
      `${label}: will lose access (another image takes its place): ${alice}, ${bob}`,
      `${alice} would gain access to 2 images`,
      `${label}: will gain access again (another resource lists them): ${alice}`,
      gains,
      "stop",
    ]);
    // What it lists itself is known by then.
    const again = [
      step("delete-replaced", { before }),
      step("replace", { before, after: wish("golden", { ...held, accounts: [alice] }) }),
    ];
    expect(said({ steps: again }, [before])).toEqual([
      `${label}: will lose access (the resource is replaced): ${bob}`,
      `${label}: keeps access (the program lists them): ${alice}`,
      "stop",
    ]);
  });

  it("gives access again, where the update of the one before takes it first", () => {
    const loses = `${label}: will lose access (no longer listed): ${bob}`;
    const giver = share("golden", { ...held, exclusive: false });
    const steps = [
      step("update", { before: giver, after: wish("golden", { ...held, accounts: [alice] }) }),
      step("update", { before: sibling, after: wish("sibling", held) }),
    ];
    const parts = { steps, lines: [loses] };
    const gains = `${label}: will gain access again (another resource lists them): ${bob}`;
    expect(said(parts, [giver, sibling])).toEqual([loses, gains, "stop"]);
    expect(approvedChanges(reviewOf(parts, [giver, sibling]))).toMatchObject([
      { gains: [bob], losses: [bob] },
    ]);
  });

  it("another resource that lists the account does not keep it where it was not targeted, is deleted as well, or is a lookup", () => {
    for (const steps of [
      [step("same", { before: sibling, after: sibling }), ending],
      [step("same", { before: sibling, after: input }), ending, step("delete", { before: sibling })],
      [step("read", { after: { ...input, external: true } }), ending],
    ]) {
      const lines = said({ steps }, [before, sibling]);
      expect(lines[0]).toContain(`${alice}, ${bob}`);
    }
  });

  it("another resource that lists the account may keep it where the preview leaves it out, or its list is secret", () => {
    const hidden = said({ steps: [ending], hidden: 1 }, [before, sibling]);
    expect(hidden[0]).toBe(`${label}: will lose access (the resource is deleted): ${bob}`);
    expect(hidden[1]).toBe(
      `${label}: will lose access (the resource is deleted), unless sibling lists it, which is not known: ${alice}. ` +
        "Run pulumi preview --json with --show-sames and --show-replacement-steps",
    );
    const secret = { ...input, inputs: { ...held, accounts: "[secret]" } };
    const lines = said({ steps: [step("same", { before: sibling, after: secret }), ending] }, [
      before,
      sibling,
    ]);
    expect(lines.slice(0, 2)).toEqual([
      expect.stringContaining(`unless sibling lists it, which is not known: ${alice}`),
      expect.stringContaining(`unless sibling lists it, which is not known: ${bob}`),
    ]);
  });
});
