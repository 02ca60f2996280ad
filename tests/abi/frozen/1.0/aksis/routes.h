/* aksis.routes/1: binds the operations a manifest declares to functions, and answers calls.
 *
 * An operation is reachable as an HTTP route, a command, a job, a subscriber and a call from
 * another module; its handler sees no difference. Input is ONE JSON object: path, query and body
 * members together, validated against the operation's schema before the handler runs.
 */
#ifndef AKSIS_ROUTES_H
#define AKSIS_ROUTES_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_ROUTES_1 "aksis.routes/1"

/* [worker-thread] Answers with respond() and AKSIS_OK, or with fail(). */
typedef aksis_status (*aksis_handler)(aksis_call* call, void* user);

typedef struct aksis_routes_1 {
  /* [main-thread] in start(): every operation of the manifest is bound exactly once. */
  aksis_status (*bind)(const aksis_host* host, aksis_str operation, aksis_handler handler,
                       void* user);
  /* The functions below are [worker-thread], inside the handler of `call`. */
  /* The input as JSON text. */
  aksis_str (*input)(aksis_call* call);
  /* "fr" or "en": the language the caller asked for. */
  aksis_str (*language)(aksis_call* call);
  /* The version of the resource the caller means to change (its If-Match), or empty: any. When it
   * is not the present one, fail with AKSIS_STALE. */
  aksis_str (*expected_version)(aksis_call* call);
  /* The answer, one JSON value; the last one given counts. */
  aksis_status (*respond)(aksis_call* call, aksis_str json);
  /* The version of the resource answered (becomes its ETag); optional, before returning. */
  void (*version)(aksis_call* call, aksis_str tag);
  /* Refuses: `message` is one sentence that says what happened and what to do. `details_json` is a
   * JSON array of {"pointer","message"} or empty. Returns `status`, to be returned in turn. */
  aksis_status (*fail)(aksis_call* call, aksis_status status, aksis_str message,
                       aksis_str details_json);
  /* Long work: says how far it is (total 0 = unknown). Cheap; call it as often as convenient. */
  void (*progress)(aksis_call* call, int64_t done, int64_t total, aksis_str message);
  /* 1 when the caller went away, asked to stop, or the deadline passed: return AKSIS_CANCELLED. */
  int32_t (*cancelled)(aksis_call* call);
} aksis_routes_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_ROUTES_H */
