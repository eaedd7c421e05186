/** Emulators that close after the test that started them, whether it passes or fails. */
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../src/emulator";

const running: Emulator[] = [];

export async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  running.push(emulator);
  return emulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});
