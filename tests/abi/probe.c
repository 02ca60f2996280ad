/* Makes every table of the border reachable for abidiff: one exported function a table. */
#include <aksis/aksis.h>

#define PROBE(name, type)                          \
  void aksis_abi_probe_##name(const type* table);  \
  void aksis_abi_probe_##name(const type* table) { \
    (void)table;                                   \
  }

PROBE(host, aksis_host)
PROBE(module, aksis_module)
PROBE(value, aksis_value)
PROBE(log_1, aksis_log_1)
PROBE(config_1, aksis_config_1)
PROBE(sql_1, aksis_sql_1)
PROBE(routes_1, aksis_routes_1)
PROBE(call_1, aksis_call_1)
PROBE(events_1, aksis_events_1)
PROBE(jobs_1, aksis_jobs_1)
PROBE(files_1, aksis_files_1)
PROBE(i18n_1, aksis_i18n_1)
PROBE(auth_1, aksis_auth_1)
PROBE(audit_1, aksis_audit_1)
PROBE(record_1, aksis_record_1)
PROBE(privacy_1, aksis_privacy_1)
PROBE(ui_1, aksis_ui_1)
