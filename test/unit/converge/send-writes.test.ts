import { sendWrites } from "../../../src/converge/send-writes";
import type { Write } from "../../../src/core/schedule";
import { ModelCloud } from "./model-cloud";

const add = (...accounts: string[]): Write => ({ add: accounts, remove: [] });
const remove = (...accounts: string[]): Write => ({ add: [], remove: accounts });

describe("carrying out writes", () => {
  it("sends each in its turn, and tells what the vendor acknowledged", async () => {
    const cloud = new ModelCloud(["x"]);
    const writes = [add("a", "b"), remove("x")];
    const progress = await sendWrites(cloud.context(), writes);
    expect(progress).toEqual({ done: writes, refused: new Map(), sent: 2 });
    expect(cloud.log).toEqual(["+a,b -", "+ -x"]);
  });

  it("ends with the first write that fails, and names it", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push({}, { before: "permanent" });
    const { done, failure } = await sendWrites(cloud.context(), [add("a"), add("b"), add("c")]);
    expect(done).toEqual([add("a")]);
    expect(failure).toMatchObject({ error: { meaning: "permanent" }, write: add("b") });
    expect(cloud.log).toEqual(["+a -", "+b -"]);
  });

  it("ends with a failure of our own as well", async () => {
    const cloud = new ModelCloud();
    const bug = new TypeError("a bug");
    cloud.write = () => Promise.reject(bug);
    expect(await sendWrites(cloud.context(), [add("a")])).toMatchObject({
      done: [],
      failure: { error: bug, write: add("a") },
    });
  });

  it.each<[string, Write, string[], string]>([
    [
      "halves additions, the larger half first",
      add("a", "b", "bad"),
      ["+a,b,bad -", "+a,b -", "+bad -"],
      "add",
    ],
    [
      "halves removals",
      remove("bad", "b", "c"),
      ["+ -bad,b,c", "+ -bad,b", "+ -bad", "+ -b", "+ -c"],
      "remove",
    ],
    [
      "parts additions from removals, and sends the additions first",
      { add: ["a", "b"], remove: ["bad"] },
      ["+a,b -bad", "+a,b -", "+ -bad"],
      "remove",
    ],
    [
      "parts one addition from one removal, and sends no removal once the addition is refused,",
      { add: ["bad"], remove: ["b"] },
      ["+bad -b", "+bad -"],
      "add",
    ],
  ])("%s until the refused account stands alone", async (_name, write, log, kind) => {
    const cloud = new ModelCloud(["b", "c"]);
    cloud.bad = ["bad"];
    const { refused, failure } = await sendWrites(cloud.context(), [write, add("last")]);
    expect(cloud.log).toEqual([...log, "+last -"]);
    expect([...refused.keys()]).toEqual(["bad"]);
    expect(refused.get("bad")).toMatchObject({
      kind,
      error: { meaning: "account-refused", code: "Code" },
    });
    expect(failure).toBeUndefined();
  });

  it("sends no removal after an addition that was refused, and the other additions all the same", async () => {
    const cloud = new ModelCloud(["x", "y", "z"]);
    cloud.bad = ["bad"];
    const writes = [remove("x"), add("bad"), { add: ["a"], remove: ["y"] }, remove("z")];
    const { done } = await sendWrites(cloud.context(), writes);
    expect(cloud.log).toEqual(["+ -x", "+bad -", "+a -"]);
    expect(done).toEqual([remove("x"), add("a")]);
  });

  it("says how many accounts are done of all when it has to wait, removals among them", async () => {
    const cloud = new ModelCloud(["x", "y", "z"]);
    const throttled = Array.from({ length: 5 }, () => ({ before: "throttled" as const }));
    cloud.writeTwists.push({}, {}, ...throttled);
    await sendWrites(cloud.context(), [add("a", "b"), { add: ["c"], remove: ["x", "y"] }, remove("z")]);
    expect(cloud.lines).toEqual([
      "img-1 (moon-1): 5 of 6 accounts done; Write: Code; retrying in 3 s",
      "img-1 (moon-1): 5 of 6 accounts done; Write: Code; retrying in 6 s",
    ]);
  });
});
