/** Every backend against the emulator, by the same suite. */
import { everySubject } from "../support/services";
import { conforms } from "./suite";

for (const subject of everySubject) conforms(subject);
