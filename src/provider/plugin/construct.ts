/**
 * Makes an ImageShareSet for a program of any language: registers the set with the engine, and a share for each image,
 * which the engine sends back to this provider. Speaks to the engine's resource monitor by itself: Pulumi's SDK would
 * take half a second to load, and keeps one stack's settings for the whole process.
 */
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { Alias } from "@pulumi/pulumi/proto/alias_pb.js";
import { type ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  type RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";
import type { Properties } from "../inputs";
import { sharesOfSet } from "./set-shares";
import { CLASS_SET_TYPE, DYNAMIC_SHARE_TYPE, SET_TYPE, SHARE_TYPE } from "./tokens";
import { markedIn, plain, structOf } from "./values";

/** A share of the set, as the engine made it. */
interface MadeShare {
  readonly key: string;
  readonly urn: string;
  readonly outputs: Properties;
}

/** @param provider by which the engine finds this process, unless the program names another one */
export async function constructSet(request: ConstructRequest, provider: string): Promise<ConstructResponse> {
  const shares = sharesOfSet(request.getName(), markedIn(request.getInputs()));
  const monitor = new ResourceMonitorClient(request.getMonitorendpoint(), credentials.createInsecure());
  try {
    const set = await register(monitor, setRequest(request));
    const made = await Promise.all(
      [...shares].map(async ([key, properties]): Promise<MadeShare> => {
        const child = shareRequest(request, { key, properties, parent: set.getUrn(), provider });
        const response = await register(monitor, child);
        return { key, urn: response.getUrn(), outputs: markedIn(response.getObject()) };
      }),
    );
    const state = outputsOf(made);
    const outputs = new RegisterResourceOutputsRequest().setUrn(set.getUrn()).setOutputs(structOf(state));
    await new Promise<void>((resolve, reject) => {
      monitor.registerResourceOutputs(outputs, (error) => (error === null ? resolve() : reject(error)));
    });
    return constructed(set.getUrn(), state, made);
  } finally {
    monitor.close();
  }
}

/** What the engine has not computed (with `--target`) counts as nobody. */
function outputsOf(made: readonly MadeShare[]): Properties {
  const part = (name: "accounts" | "foreignAccounts") =>
    made.map(({ key, outputs }): [string, unknown] => [key, outputs[name] ?? []]);
  const isSomebody = ([, list]: [string, unknown]) => {
    const known = plain(list);
    return !Array.isArray(known) || known.length > 0;
  };
  return {
    accounts: Object.fromEntries(part("accounts")),
    foreignAccounts: Object.fromEntries(part("foreignAccounts").filter(isSomebody)),
  };
}

function constructed(urn: string, state: Properties, made: readonly MadeShare[]): ConstructResponse {
  const response = new ConstructResponse().setUrn(urn).setState(structOf(state));
  for (const name of Object.keys(state)) {
    const urns = made.map((share) => share.urn);
    const dependencies = new ConstructResponse.PropertyDependencies().setUrnsList(urns);
    response.getStatedependenciesMap().set(name, dependencies);
  }
  return response;
}

function setRequest(request: ConstructRequest): RegisterResourceRequest {
  return common(request)
    .setType(SET_TYPE)
    .setName(request.getName())
    .setParent(request.getParent())
    .setObject(structOf({}))
    .setDependenciesList(request.getDependenciesList())
    .setAliasesList([...request.getAliasesList(), aliasOf(CLASS_SET_TYPE)]);
}

function shareRequest(
  request: ConstructRequest,
  share: { key: string; properties: Properties; parent: string; provider: string },
): RegisterResourceRequest {
  const dependencies = new Map<string, readonly string[]>();
  request.getInputdependenciesMap().forEach((known: ConstructRequest.PropertyDependencies, input: string) => {
    dependencies.set(input, known.getUrnsList());
  });
  const child = common(request)
    .setType(SHARE_TYPE)
    .setName(`${request.getName()}-${share.key}`)
    .setParent(share.parent)
    .setCustom(true)
    .setProvider(request.getProvidersMap().get("image-share") ?? share.provider)
    .setObject(structOf(share.properties))
    .setDependenciesList([...request.getDependenciesList(), ...[...dependencies.values()].flat()])
    .setIgnorechangesList(request.getIgnorechangesList())
    .setReplaceonchangesList(request.getReplaceonchangesList())
    .setAliasesList([aliasOf(DYNAMIC_SHARE_TYPE)]);
  const timeouts = request.getCustomtimeouts();
  if (timeouts !== undefined) {
    const bounds = new RegisterResourceRequest.CustomTimeouts()
      .setCreate(timeouts.getCreate())
      .setUpdate(timeouts.getUpdate())
      .setDelete(timeouts.getDelete());
    child.setCustomtimeouts(bounds);
  }
  for (const property of Object.keys(share.properties)) {
    // What an image says is in `images`, whatever its name.
    const urns = [property, "images"].flatMap((input) => dependencies.get(input) ?? []);
    const known = new RegisterResourceRequest.PropertyDependencies().setUrnsList([...new Set(urns)]);
    child.getPropertydependenciesMap().set(property, known);
  }
  return child;
}

/** What the engine has to know of every resource here. */
function common(request: ConstructRequest): RegisterResourceRequest {
  const registered = new RegisterResourceRequest()
    .setAcceptsecrets(true)
    .setAcceptresources(true)
    .setSupportspartialvalues(true)
    .setAliasspecs(true)
    .setDeletedwith(request.getDeletedwith());
  if (request.hasProtect()) registered.setProtect(request.getProtect() === true);
  if (request.hasRetainondelete()) registered.setRetainondelete(request.getRetainondelete() === true);
  return registered;
}

function aliasOf(type: string): Alias {
  return new Alias().setSpec(new Alias.Spec().setType(type));
}

function register(
  monitor: ResourceMonitorClient,
  request: RegisterResourceRequest,
): Promise<RegisterResourceResponse> {
  return new Promise((resolve, reject) => {
    monitor.registerResource(request, (error: ServiceError | null, response) =>
      error === null ? resolve(response) : reject(new Error(error.details)),
    );
  });
}
