/** What the plugin says of itself: the same before and after the rest of it is loaded. */
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { ProviderHandshakeResponse } from "@pulumi/pulumi/proto/provider_pb.js";

export function handshakeResponse(): ProviderHandshakeResponse {
  const response = new ProviderHandshakeResponse();
  // Sets need them marked. Every answer has to mark again what belongs to them: see secrets.ts.
  response.setAcceptSecrets(true);
  response.setAcceptResources(true);
  response.setAcceptOutputs(true);
  return response;
}

export function pluginInfo(version: string): PluginInfo {
  const response = new PluginInfo();
  response.setVersion(version);
  return response;
}
