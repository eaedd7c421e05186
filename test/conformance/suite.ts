import type { Subject } from "../support/services";
import { admission } from "./admission";
import { callerIdentity } from "./caller-identity";
import { credentials } from "./credentials";
import { describing } from "./describing";
import { errorTable } from "./error-table";
import { facts } from "./facts";
import { figures } from "./figures";
import { imageCondition } from "./image-condition";
import { listing } from "./listing";
import { regions } from "./regions";
import { transport } from "./transport";
import { writing } from "./writing";

/** What every backend has to do alike, whatever its vendor does differently. */
export function conforms(subject: Subject): void {
  describe(subject.target.service, () => {
    for (const theme of [
      facts,
      describing,
      writing,
      imageCondition,
      listing,
      regions,
      callerIdentity,
      admission,
      errorTable,
      transport,
      credentials,
      figures,
    ]) {
      theme(subject);
    }
  });
}
