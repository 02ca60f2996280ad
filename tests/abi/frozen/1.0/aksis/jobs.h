/* aksis.jobs/1: work for later. Recurring jobs are declared in the manifest; this table adds single
 * ones. A job is an operation of the module, run with its declared permission as the module. */
#ifndef AKSIS_JOBS_H
#define AKSIS_JOBS_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_JOBS_1 "aksis.jobs/1"

typedef struct aksis_jobs_1 {
  /* [in-tx] of a write. `run_at` in microseconds since 1970 UTC, 0 = now. While a job with the same
   * non-empty `key` waits, a second one is not added. */
  aksis_status (*enqueue)(aksis_tx* tx, aksis_str operation, aksis_str input_json, int64_t run_at,
                          aksis_str key);
} aksis_jobs_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_JOBS_H */
