/* aksis.call/1: calls an operation of the host or of another module, as the caller of this call.
 * The callee must be declared in the manifest's `calls`. */
#ifndef AKSIS_CALL_H
#define AKSIS_CALL_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_CALL_1 "aksis.call/1"

typedef struct aksis_call_1 {
  /* [worker-thread] Not inside a transaction. The answer (or, when the status is not AKSIS_OK, the
   * problem as JSON) goes to `sink` once. Deadline and principal are those of `call`. */
  aksis_status (*invoke)(aksis_call* call, aksis_str operation, aksis_str input_json,
                         aksis_sink sink, void* user);
} aksis_call_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_CALL_H */
