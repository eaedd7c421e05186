/**
 * `image-share-emulator`, and `image-share emulator`: the clouds on one port of this machine, to try a program against
 * without an account. The emulator itself is loaded when it is to run.
 */
import { Command } from "commander";
import { type EmulatorFlags, key, quota, seedImage, wholeNumber } from "./emulator-flags";

/** @param name the command's name in its help text */
export function emulatorCommand(name: string): Command {
  const command = new Command(name)
    .description("Emulates the image sharing APIs of all services on one port.")
    .option("--port <port>", "where to listen; 0 takes a free port", wholeNumber, 7070)
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option(
      "--allow-host <name>",
      "a further name of this machine, [:port] or not, for the control API; repeatable",
      (name: string, names: readonly string[]) => [...names, name],
      [],
    )
    .option("--image <target>", "seed <service>/<region>/<imageId>[=<state>]; repeatable", seedImage, [])
    .option(
      "--key <members>",
      "a key that may call, as id=<id>,secret=<secret>; also token=, user=, and its accounts tencentcloud=, alicloud=, aws=, volcengine=, byteplus=, openstack=, outscale=; repeatable, and the first one's accounts own the seeded images",
      key,
      [],
    )
    .option(
      "--quota <accounts>",
      "how many accounts an image may be shared with: <service>[/<region>/<imageId>]=<accounts>; repeatable",
      quota,
      {},
    )
    .option("--state <file>", "read the images from this file, and keep them in it")
    .option("--tls-port <port>", "listen here by TLS as well; 0 takes a free port", wholeNumber)
    .option("--tls-cert <file>", "the certificate for it, as PEM")
    .option("--tls-key <file>", "the certificate's private key, as PEM")
    .option("--latency <ms>", "answer every call this much later", wholeNumber, 0)
    .option(
      "--strict",
      "refuse repeated shares and absent cancels, where the vendors' pages are silent",
      false,
    )
    .option("--no-rate-limits", "do not throttle")
    .option("-q, --quiet", "do not log calls", false);
  return command.action(async (flags: EmulatorFlags) => {
    const { emulate } = await import("./emulator-run.js");
    await emulate(flags, (message) => command.error(message));
  });
}
