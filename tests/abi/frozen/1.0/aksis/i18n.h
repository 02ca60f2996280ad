/* aksis.i18n/1: ICU messages of the bundle's i18n/LANGUAGE.json. */
#ifndef AKSIS_I18N_H
#define AKSIS_I18N_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_I18N_1 "aksis.i18n/1"

typedef struct aksis_i18n_1 {
  /* [any-thread] Formats message `key` in `language`, falling back to French. `arguments_json` is a
   * JSON object of strings and numbers, or empty. An unknown key gives the key itself. */
  aksis_status (*format)(const aksis_host* host, aksis_str language, aksis_str key,
                         aksis_str arguments_json, aksis_sink sink, void* user);
} aksis_i18n_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_I18N_H */
