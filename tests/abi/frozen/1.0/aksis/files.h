/* aksis.files/1: files of the bundle, files a caller sent, and downloads. */
#ifndef AKSIS_FILES_H
#define AKSIS_FILES_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_FILES_1 "aksis.files/1"

typedef struct aksis_files_1 {
  /* [any-thread] The absolute path of a file of the bundle; `name` is relative, without "..". */
  aksis_status (*bundled)(const aksis_host* host, aksis_str name, aksis_sink sink, void* user);
  /* [worker-thread] Fetches `address` (http or https; it must begin with an address that stands in
   * the module's configuration) to a temporary file that lives as long as `call`; its path goes to
   * `sink`, or, when the status is not AKSIS_OK, a sentence that says why. The largest size and
   * the time allowed are the host's (`files.download_*`). */
  aksis_status (*download)(aksis_call* call, aksis_str address, aksis_sink sink, void* user);
} aksis_files_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_FILES_H */
