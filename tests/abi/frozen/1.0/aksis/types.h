/* Values that cross the border between the host and a module.
 *
 * Strings are UTF-8 without NUL bytes. `aksis_str` is borrowed: it is valid until the call it was
 * given to, or came from, returns. Whoever needs it longer copies it. No memory changes owner.
 */
#ifndef AKSIS_TYPES_H
#define AKSIS_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct aksis_str {
  const char* data; /* may be NULL when size is 0; not NUL-terminated */
  size_t size;      /* bytes */
} aksis_str;

/* What a function answers. Values are frozen; new ones are only ever appended. Anything the host
 * does not know counts as AKSIS_INTERNAL. The HTTP status each becomes stands beside it. */
typedef int32_t aksis_status;
enum {
  AKSIS_OK = 0,              /* 200 */
  AKSIS_INVALID = 1,         /* 400: the input is wrong; details name each place */
  AKSIS_UNAUTHENTICATED = 2, /* 401 */
  AKSIS_FORBIDDEN = 3,       /* 403 */
  AKSIS_NOT_FOUND = 4,       /* 404 */
  AKSIS_CONFLICT = 5,        /* 409: the state does not allow it now */
  AKSIS_STALE = 6,           /* 412: somebody else changed it first */
  AKSIS_TOO_LARGE = 7,       /* 413 */
  AKSIS_UNSUPPORTED = 8,     /* 415: a media type or file format nobody reads here */
  AKSIS_BUSY = 9,            /* 503: try again after a moment */
  AKSIS_TIMEOUT = 10,        /* 504: the deadline passed */
  AKSIS_FULL = 11,           /* 507: no space left on the disk */
  AKSIS_INTERNAL = 12,       /* 500: a defect; the log has the detail */
  AKSIS_CANCELLED = 13       /* 499: the caller went away or stopped it */
};

/* Opaque, owned by the host. */
typedef struct aksis_host aksis_host;
typedef struct aksis_call aksis_call; /* one request being answered; never kept after return */
typedef struct aksis_tx aksis_tx;     /* one transaction; never kept after return */

/* Receives text produced by the other side; `text` is borrowed for the duration of the call. */
typedef void (*aksis_sink)(void* user, aksis_str text);

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_TYPES_H */
