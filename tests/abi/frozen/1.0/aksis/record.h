/* aksis.record/1: the shared record of people, where the views of docs/modules/views.md do not
 * reach. What is personal comes as its operation answers the caller: with the permission it needs,
 * the gate, the caller's masks and an entry in the audit log. The rest of the record is reached
 * through aksis.call/1: people.search finds by name, people.update changes fields, relations.start
 * and relations.end entrust, organisations.list and communes.find look up. */
#ifndef AKSIS_RECORD_H
#define AKSIS_RECORD_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_RECORD_1 "aksis.record/1"

/* What stands in the way of using a person's data; a sum of these. New ones may come: what a module
 * does not know stands in the way too. */
enum {
  AKSIS_PERSON_ARCHIVED = 1,  /* intermediate archive: kept by duty, closed to daily work */
  AKSIS_PERSON_RESTRICTED = 2 /* GDPR 18: leave them out of matching and exchange */
};

typedef struct aksis_record_1 {
  /* [worker-thread] The fields of a person that the caller is shown, as people.read answers them.
   * Not inside a transaction. When the status is not AKSIS_OK, the problem as JSON goes to `sink`.
   */
  aksis_status (*person)(aksis_call* call, aksis_str person, aksis_sink sink, void* user);
  /* [worker-thread] Who accompanies a person at present (referent, groups, instructors, agency), as
   * relations.list answers it. The rest as above. */
  aksis_status (*relations)(aksis_call* call, aksis_str person, aksis_sink sink, void* user);
  /* [worker-thread] The organisation the caller acts for: {"id", "kind", "name", "siret",
   * "territory_kind", "territory_code"}, or null for whoever acts for none (jobs, the command
   * line). Not inside a transaction. */
  aksis_status (*organisation)(aksis_call* call, aksis_sink sink, void* user);
  /* [in-tx] AKSIS_NOT_FOUND when nobody has that id. `obstacles` may be NULL. */
  aksis_status (*presence)(aksis_tx* tx, aksis_str person, int32_t* obstacles);
  /* [in-tx] What a commune (INSEE code) lies in, itself first, the nation last: [{"kind", "code",
   * "name"}]. AKSIS_NOT_FOUND when there is no such commune. */
  aksis_status (*territories)(aksis_tx* tx, aksis_str commune, aksis_sink sink, void* user);
} aksis_record_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_RECORD_H */
