import { getEventListeners } from "node:events";
import { systemClock } from "../../../src/converge/clock";
import { Cancelled } from "../../../src/core/errors";

describe("the system's clock", () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it("tells the time in milliseconds, and a chance between none and one", () => {
    expect(systemClock.now()).toBe(1_000);
    const chance = jest.spyOn(Math, "random").mockReturnValue(0.25);
    expect(systemClock.random()).toBe(0.25);
    chance.mockRestore();
  });

  it("sleeps as long as it is asked to, and forgets the signal then", async () => {
    const { signal } = new AbortController();
    let isOver = false;
    const sleep = systemClock.sleep(5_000, signal).then(() => {
      isOver = true;
    });
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(4_999);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await sleep;
    expect(isOver).toBe(true);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("wakes up with the reason of a signal, and leaves no timer behind", async () => {
    const cancel = new AbortController();
    const sleep = systemClock.sleep(5_000, cancel.signal);
    const reason = new Cancelled();
    cancel.abort(reason);
    await expect(sleep).rejects.toBe(reason);
    expect(jest.getTimerCount()).toBe(0);
    expect(getEventListeners(cancel.signal, "abort")).toHaveLength(0);
  });

  it("the system's clock does not fall asleep when the signal came before", async () => {
    const reason = new Cancelled();
    await expect(systemClock.sleep(5_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(jest.getTimerCount()).toBe(0);
  });
});
