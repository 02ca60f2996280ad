/* aksis.log/1: structured log lines. A line never holds personal data: ids, counts and codes only.
 */
#ifndef AKSIS_LOG_H
#define AKSIS_LOG_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_LOG_1 "aksis.log/1"

enum { AKSIS_LOG_DEBUG = 0, AKSIS_LOG_INFO = 1, AKSIS_LOG_WARNING = 2, AKSIS_LOG_ERROR = 3 };

typedef struct aksis_log_1 {
  /* [any-thread] `fields_json`: a JSON object of further fields, or empty. */
  void (*write)(const aksis_host* host, int32_t level, aksis_str message, aksis_str fields_json);
} aksis_log_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_LOG_H */
