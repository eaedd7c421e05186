/** Errors in the form that the engine reads over gRPC. */
import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import { PartialFailure } from "../partial-failure";
import { structOf } from "./values";

/** @param message as people should see it */
export function toServiceError(
  error: unknown,
  message: string,
  refreshesFirst: boolean,
): Partial<ServiceError> {
  const metadata = new Metadata();
  if (error instanceof PartialFailure) {
    metadata.add("grpc-status-details-bin", Buffer.from(statusOf(error, refreshesFirst).serializeBinary()));
  }
  return { code: status.UNKNOWN, details: message, metadata };
}

/** Of a resource that was made in part: the engine saves what it holds, and updates it the next time. */
function statusOf({ id, message, properties, reasons }: PartialFailure, refreshesFirst: boolean): Status {
  const failed = new ErrorResourceInitFailed();
  failed.setId(id);
  failed.setProperties(structOf({ ...properties }));
  failed.setReasonsList(reasons);
  failed.setRefreshBeforeUpdate(refreshesFirst);
  const detail = new Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new Status();
  answer.setCode(status.UNKNOWN);
  answer.setMessage(message);
  answer.addDetails(detail);
  return answer;
}
