/** Keys that are fetched: of instances and of pods. */
import type { KeySource } from "../../core/cloud-access";
import { openedKeys } from "../credentials/session-keys";
import { requireKeys } from "../credentials/source";
import { tencentcloudWords } from "./config";
import { openInstanceSession } from "./instance-role";
import { openPodSession, type PodRole } from "./pod-role";

/** @param role the instance's own by default @throws ConfigurationError */
export function instanceKeys(place: string, role: string | undefined): Promise<KeySource> {
  return requireKeys(place, tencentcloudWords, () => openedKeys(place, () => openInstanceSession(role)));
}

/** @throws ConfigurationError */
export function podKeys(place: string, role: PodRole): Promise<KeySource> {
  return requireKeys(place, tencentcloudWords, () => openedKeys(place, () => openPodSession(role)));
}

/** For a machine that may not be an instance. @throws Error that says why there are no keys */
export function anyInstanceKeys(place: string): Promise<KeySource> {
  return openedKeys(place, () => openInstanceSession(undefined));
}
