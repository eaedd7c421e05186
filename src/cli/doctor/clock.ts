/** The machine's clock against the vendor's. */
import { type Finding, ok, problem } from "./finding";

/** Signatures hold for 5 to 15 minutes; a clock that is kept right is within seconds. */
const MAX_SKEW_SECONDS = 60;

/** @param skewMs the vendor's time less the machine's; the header has whole seconds */
export function clockFinding(label: string, skewMs: number): Finding {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const side = skewMs > 0 ? "behind" : "ahead of";
  const text =
    seconds <= 1
      ? `${label}: this machine's clock is within a second of the vendor's`
      : `${label}: this machine's clock is ${seconds} s ${side} the vendor's`;
  if (seconds <= MAX_SKEW_SECONDS) return ok("clock", text);
  return problem(
    "clock",
    `${text}, and vendors refuse signatures that are minutes old or early`,
    "set the clock, and let it be kept by NTP (timedatectl set-ntp true); in a virtual machine, after it was suspended",
    "auth",
  );
}
