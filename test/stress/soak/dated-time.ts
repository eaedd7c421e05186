/** Virtual time that the date of the process goes by. */
import { VirtualTime } from "../faults/virtual-time";

/** Moves the date along: requests are signed with it, and the emulator's clock is that of the virtual time. */
export class DatedTime extends VirtualTime {
  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await super.sleep(ms, signal);
    jest.setSystemTime(this.now());
  }

  /** A new time, by which the date of this process goes until the test is over. */
  static begin(): DatedTime {
    jest.useRealTimers();
    const time = new DatedTime();
    onlyTheDateIsFake(time.now());
    return time;
  }
}

function onlyTheDateIsFake(now: number): void {
  jest.useFakeTimers({
    now,
    doNotFake: [
      "hrtime",
      "nextTick",
      "performance",
      "queueMicrotask",
      "setImmediate",
      "clearImmediate",
      "setInterval",
      "clearInterval",
      "setTimeout",
      "clearTimeout",
    ],
  });
}
