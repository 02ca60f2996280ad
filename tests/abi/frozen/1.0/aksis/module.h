/* The border between aksis and a module, version 1.
 *
 * RULES
 * 1. Released = present in a tagged release. A released struct, function type, enum value, id or
 *    documented behaviour (ownership, threads, null-ness) never changes, not even by appending.
 * 2. A new capability is a new service id with its revision raised, beside the old one.
 * 3. Drafts live in draft/ under their final id and need `modules.allow_draft` in the host.
 * 4. Pointers given are borrowed for that call. What a module hands back is copied before the host
 *    returns. No free() crosses. `user` pointers are the module's, alive until stop() returns.
 * 5. Errors: return an aksis_status; a sentence for people goes through routes->fail().
 * 6. Threads. Each function carries one tag:
 *      [main-thread]   start and stop; concurrent with nothing
 *      [worker-thread] handlers, subscribers, jobs: may block up to the call's deadline, and run
 *                      concurrently with themselves
 *      [in-tx]         only inside the callback of sql read or write, on that thread
 *      [any-thread]    reentrant
 * 7. No exception, longjmp or unwinding crosses: a C++ handler catches everything (module.hpp
 *    does it).
 * 8. A module never opens the database file and never keeps an aksis_call or aksis_tx.
 * 9. Enums that flow from host to module are closed within a revision; the others may grow.
 *
 * A module is a folder (module.json, libaksis_ID.so, migrations/, schemas/, i18n/, ui/). The host
 * reads and checks module.json before it loads the library: see docs/modules/manifest.md.
 */
#ifndef AKSIS_MODULE_H
#define AKSIS_MODULE_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_ABI_MAJOR 1u
#define AKSIS_ABI_MINOR 0u

struct aksis_host {
  size_t struct_size; /* bytes of this struct as the host knows it; read no further */
  uint32_t abi_major;
  uint32_t abi_minor;
  aksis_str server_version; /* for diagnostics only */
  void* impl;               /* the host's; do not touch */
  /* [any-thread] The table of a service ("aksis.sql/1"), or NULL when this host does not offer it
   * to this module. Valid until stop() returns. */
  const void* (*service)(const struct aksis_host* host, const char* id);
};

typedef struct aksis_module {
  size_t struct_size; /* sizeof(aksis_module) as the module knows it */
  uint32_t abi_major; /* AKSIS_ABI_MAJOR */
  uint32_t abi_minor;
  const char* id;      /* the same as in module.json */
  const char* version; /* the same as in module.json */
  /* [main-thread] Binds handlers and subscribers; no I/O, no SQL. Anything but AKSIS_OK refuses the
   * module. Required. */
  aksis_status (*start)(const aksis_host* host);
  /* [main-thread] No call is in flight and none follows. May be NULL. */
  void (*stop)(void);
  /* [any-thread] A table this module offers to others by id, or NULL. May be NULL itself. */
  const void* (*interface)(const char* id);
} aksis_module;

/* The one exported symbol: `const aksis_module *aksis_module_entry_v1(void)`. It returns a static
 * table and does nothing else. */
typedef const aksis_module* (*aksis_module_entry_v1_fn)(void);

#if defined(__GNUC__)
#define AKSIS_EXPORT __attribute__((visibility("default")))
#else
#define AKSIS_EXPORT
#endif

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_MODULE_H */
