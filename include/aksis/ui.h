/* aksis.ui/1: addresses in the console, for links in mails, reports and answers. */
#ifndef AKSIS_UI_H
#define AKSIS_UI_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_UI_1 "aksis.ui/1"

/* What is put into `sink` begins with the public address of the server where one is configured, and
 * with "/" else. `parameters_json` is a JSON object of texts, numbers and booleans, or empty.
 * Nobody who follows a link sees more than they may. */
typedef struct aksis_ui_1 {
  /* [any-thread] The address of one of the module's own pages. `path` is the page's as module.json
   * declares it ("/occupations/:code"); parameters that it names fill it, the others become the
   * query. NOT_FOUND: no such page. INVALID: a parameter of the path is missing. */
  aksis_status (*page)(const aksis_host* host, aksis_str path, aksis_str parameters_json,
                       aksis_sink sink, void* user);
  /* [any-thread] The address of one of the module's own tabs in the dossier of a person, by the
   * person's id; parameters become the query. NOT_FOUND: no such tab. */
  aksis_status (*person_tab)(const aksis_host* host, aksis_str tab, aksis_str person,
                             aksis_str parameters_json, aksis_sink sink, void* user);
  /* [any-thread] The address of a file of the bundle's ui/; `name` is relative, without "..". It
   * changes when any file of ui/ does. NOT_FOUND: no such file. */
  aksis_status (*file)(const aksis_host* host, aksis_str name, aksis_sink sink, void* user);
} aksis_ui_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_UI_H */
