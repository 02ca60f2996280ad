/* aksis.events/1: what happened, published in the transaction that made it happen (an outbox), and
 * delivered after the commit, at least once, in order of publication to each subscriber. */
#ifndef AKSIS_EVENTS_H
#define AKSIS_EVENTS_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_EVENTS_1 "aksis.events/1"

/* [worker-thread] `event_json`: {"id","type","at","data"}; `at` in microseconds since 1970 UTC.
 * Anything but AKSIS_OK is retried with growing delays; after the last the event is set aside. */
typedef aksis_status (*aksis_subscriber)(aksis_str event_json, void* user);

typedef struct aksis_events_1 {
  /* [in-tx] of a write. `type` stands in the manifest's `events.publishes`. */
  aksis_status (*publish)(aksis_tx* tx, aksis_str type, aksis_str data_json);
  /* [main-thread] in start(). `type` stands in the manifest's `events.subscribes`. */
  aksis_status (*subscribe)(const aksis_host* host, aksis_str type, aksis_subscriber subscriber,
                            void* user);
} aksis_events_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_EVENTS_H */
