/* aksis.sql/1: transactions over the module's own tables and the views it may read.
 *
 * SQL follows the portable dialect of docs/modules/sql.md: $1..$n placeholders, BIGINT, TEXT,
 * DOUBLE PRECISION and BLOB. The host refuses statements on tables outside the module's prefix and
 * outside the manifest's `reads`.
 *
 * A write callback may be run again after contention: it must have no effect but SQL and published
 * events, and must not wait for anything. Returning a status other than AKSIS_OK rolls back.
 * Transactions do not nest: read and write inside a callback answer AKSIS_CONFLICT.
 */
#ifndef AKSIS_SQL_H
#define AKSIS_SQL_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_SQL_1 "aksis.sql/1"

enum { AKSIS_NULL = 0, AKSIS_INTEGER = 1, AKSIS_REAL = 2, AKSIS_TEXT = 3, AKSIS_BLOB = 4 };

typedef struct aksis_value {
  int32_t type;    /* one of the five above; the member it names holds the value */
  int64_t integer; /* AKSIS_INTEGER */
  double real;     /* AKSIS_REAL */
  aksis_str bytes; /* AKSIS_TEXT (UTF-8) and AKSIS_BLOB */
} aksis_value;

/* [in-tx] The body of a transaction. */
typedef aksis_status (*aksis_tx_body)(aksis_tx* tx, void* user);
/* [in-tx] One row; `columns` is borrowed until it returns. Anything but AKSIS_OK stops the query
 * and becomes its answer. */
typedef aksis_status (*aksis_row)(void* user, const aksis_value* columns, size_t column_count);

typedef struct aksis_sql_1 {
  /* [worker-thread] A consistent snapshot; writing in it is refused. */
  aksis_status (*read)(const aksis_host* host, aksis_tx_body body, void* user);
  /* [worker-thread] Returns AKSIS_OK only when the change is durable. */
  aksis_status (*write)(const aksis_host* host, aksis_tx_body body, void* user);
  /* [in-tx] `row` may be NULL. Parameters are borrowed. */
  aksis_status (*query)(aksis_tx* tx, aksis_str sql, const aksis_value* parameters,
                        size_t parameter_count, aksis_row row, void* user);
  /* [in-tx] `changed` (rows changed) may be NULL. */
  aksis_status (*execute)(aksis_tx* tx, aksis_str sql, const aksis_value* parameters,
                          size_t parameter_count, int64_t* changed);
  /* [in-tx] A sentence on the last failure in this transaction; empty when there was none. */
  aksis_str (*error)(aksis_tx* tx);
} aksis_sql_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_SQL_H */
