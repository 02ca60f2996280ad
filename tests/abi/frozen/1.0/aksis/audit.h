/* aksis.audit/1: what a change changed. The host writes the entry itself, in the transaction of the
 * change: who, when, on which operation, on whose record, why it was open. A module adds what only
 * it knows. */
#ifndef AKSIS_AUDIT_H
#define AKSIS_AUDIT_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_AUDIT_1 "aksis.audit/1"

typedef struct aksis_audit_1 {
  /* [in-tx] One changed field of a write: its name, its value before and after. Kept encrypted, so
   * values may be personal; the name is not to be. */
  aksis_status (*note)(aksis_tx* tx, aksis_str member, aksis_str before, aksis_str after);
  /* [in-tx] Whom (a person's id, or empty) and what the change concerns, when the input did not
   * say. The last one given counts. */
  aksis_status (*subject)(aksis_tx* tx, aksis_str person, aksis_str object);
} aksis_audit_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_AUDIT_H */
