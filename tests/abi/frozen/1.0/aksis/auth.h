/* aksis.auth/1: who calls, and whose record is open to them.
 * A call whose input names a person (the member `person`) reaches its handler only when that record
 * is open to the caller; the host has written it down. This service is for calls that find a person
 * themselves, or show several. */
#ifndef AKSIS_AUTH_H
#define AKSIS_AUTH_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_AUTH_1 "aksis.auth/1"

typedef struct aksis_auth_1 {
  /* [worker-thread] The caller as JSON: {"id", "account", "organisation", "on_behalf_of"}; texts,
   * empty where there is none. */
  aksis_status (*caller)(aksis_call* call, aksis_sink sink, void* user);
  /* [worker-thread] 1: the caller holds the permission. */
  int32_t (*allowed)(aksis_call* call, aksis_str permission);
  /* [worker-thread] Opens the record of a person the input did not name, and writes that down,
   * before anything of it is answered. Not inside a transaction. AKSIS_FORBIDDEN: it stays closed;
   * the reason goes to `sink`, and the handler should fail with both. */
  aksis_status (*open_person)(aksis_call* call, aksis_str person, aksis_sink sink, void* user);
  /* [worker-thread] Whose records are open to the caller with the permission of this operation: a
   * JSON array of ids, ascending, or null for everybody. Not inside a transaction. For answers that
   * show several people: show no others. */
  aksis_status (*visible_people)(aksis_call* call, aksis_sink sink, void* user);
} aksis_auth_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_AUTH_H */
