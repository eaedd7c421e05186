/**
 * Makes errors without stack traces until the returned function is called. For synchronous work only.
 *
 * The SDK makes four promises for each output, each with a stack trace that it prints where a promise never settles and
 * PULUMI_DEBUG_PROMISE_LEAKS is set. With the outputs of a share, these traces took two thirds of a program's time: 9 ms a
 * resource. The position in the program, which the SDK tells the engine, is unaffected: it sets the limit for itself.
 */
export function withoutStackTraces(): () => void {
  const { stackTraceLimit } = Error;
  if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS) Error.stackTraceLimit = 0;
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
}
