/** Answers to the engine, from plain values. */
import * as provider from "@pulumi/pulumi/proto/provider_pb.js";
import type { CheckFailure, Properties } from "../inputs";
import type { Difference } from "./decisions";
import { type ChangeKind, changedProperties } from "./detailed-diff";
import { withPythonNames } from "./python-names";
import { structOf } from "./values";

export function checkResponse(inputs: Properties, failures: readonly CheckFailure[]): provider.CheckResponse {
  const response = new provider.CheckResponse();
  response.setInputs(structOf(inputs));
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const failure = new provider.CheckFailure();
      failure.setProperty(property);
      failure.setReason(withPythonNames(reason));
      return failure;
    }),
  );
  return response;
}

export function diffResponse({ changes, replaces, detailed }: Difference): provider.DiffResponse {
  const response = new provider.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList([...replaces]);
  response.setDiffsList(changedProperties(detailed));
  response.setHasdetaileddiff(true);
  for (const [path, kind] of detailed) {
    const entry = new provider.PropertyDiff();
    entry.setKind(kinds[kind]);
    response.getDetaileddiffMap().set(path, entry);
  }
  return response;
}

const { Kind } = provider.PropertyDiff;

const kinds: Readonly<Record<ChangeKind, provider.PropertyDiff.Kind>> = {
  add: Kind.ADD,
  delete: Kind.DELETE,
  update: Kind.UPDATE,
  "add-replace": Kind.ADD_REPLACE,
  "delete-replace": Kind.DELETE_REPLACE,
  "update-replace": Kind.UPDATE_REPLACE,
};
