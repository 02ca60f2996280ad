/* aksis.config/1: the module's section of the configuration, already validated against the schema
 * its manifest names, with every default filled in. */
#ifndef AKSIS_CONFIG_H
#define AKSIS_CONFIG_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_CONFIG_1 "aksis.config/1"

typedef struct aksis_config_1 {
  /* [any-thread] Gives the section as one JSON object to `sink`, once. */
  aksis_status (*get)(const aksis_host* host, aksis_sink sink, void* user);
  /* [main-thread] in start(): `changed` is called [worker-thread] after the section changed. */
  aksis_status (*on_change)(const aksis_host* host, void (*changed)(void* user), void* user);
} aksis_config_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_CONFIG_H */
