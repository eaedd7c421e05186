import { KeyedQueue } from "../../../src/converge/keyed-queue";

/** Work that ends when it is told to. */
function openWork(log: string[], name: string) {
  let end: () => void = () => undefined;
  let fail: (reason: Error) => void = () => undefined;
  const work = () => {
    log.push(`${name} begins`);
    return new Promise<string>((resolve, reject) => {
      end = () => resolve(name);
      fail = reject;
    });
  };
  return { work, end: () => end(), fail: () => fail(new Error(name)) };
}

/** As long as it takes everything that can go on to go on. */
const aWhile = () => new Promise((resolve) => setImmediate(resolve));

describe("a queue of work on images", () => {
  it("a queue of work on images does the work on one image in its order, each after the end of the one before", async () => {
    const [queue, log] = [new KeyedQueue(), [] as string[]];
    const [first, second] = [openWork(log, "first"), openWork(log, "second")];
    const results = [queue.run("img", first.work), queue.run("img", second.work)];
    await aWhile();
    expect(log).toEqual(["first begins"]);
    first.end();
    await aWhile();
    expect(log).toEqual(["first begins", "second begins"]);
    second.end();
    expect(await Promise.all(results)).toEqual(["first", "second"]);
  });

  it("goes on after work that failed", async () => {
    const [queue, log] = [new KeyedQueue(), [] as string[]];
    const first = openWork(log, "first");
    const failing = queue.run("img", first.work);
    const second = queue.run("img", async () => "done");
    await aWhile();
    first.fail();
    await expect(failing).rejects.toThrow("first");
    expect(await second).toBe("done");
    expect(queue.busy).toBe(false);
  });

  it("a queue of work on images does the work on different images side by side", async () => {
    const [queue, log] = [new KeyedQueue(), [] as string[]];
    const works = ["one", "two"].map((name) => openWork(log, name));
    const results = works.map(({ work }, index) => queue.run(`img-${index}`, work));
    await aWhile();
    expect(log).toEqual(["one begins", "two begins"]);
    for (const { end } of works) end();
    await Promise.all(results);
  });

  it("a queue of work on images is busy from the first work to the last, and settled after that", async () => {
    const [queue, log] = [new KeyedQueue(), [] as string[]];
    expect(queue.busy).toBe(false);
    await queue.settled();
    const [first, second] = [openWork(log, "first"), openWork(log, "second")];
    let isSettled = false;
    const results = [queue.run("img", first.work), queue.run("img", second.work)];
    const settled = queue.settled().then(() => {
      isSettled = true;
    });
    await aWhile();
    first.end();
    await aWhile();
    expect([queue.busy, isSettled]).toEqual([true, false]);
    // Work that begins while others wait for the end is waited for as well.
    const third = openWork(log, "third");
    results.push(queue.run("another", third.work));
    second.end();
    await aWhile();
    expect([queue.busy, isSettled]).toEqual([true, false]);
    third.end();
    await settled;
    expect(queue.busy).toBe(false);
    expect(await Promise.all(results)).toEqual(["first", "second", "third"]);
  });

  it("a queue of work on images is settled also when the last work failed", async () => {
    const [queue, log] = [new KeyedQueue(), [] as string[]];
    const only = openWork(log, "only");
    const failing = expect(queue.run("img", only.work)).rejects.toThrow("only");
    const settled = queue.settled();
    await aWhile();
    only.fail();
    await failing;
    await expect(settled).resolves.toBeUndefined();
  });
});
