/* Sizes and offsets of every released struct on 64-bit Linux; a change here breaks modules that
 * were built before it. Compiled as C11, C++11, C++17 and C++20. */
#include <aksis/aksis.h>

#ifdef __cplusplus
#define ASSERT(condition) static_assert(condition, #condition)
#define ALIGN(type) alignof(type)
#else
#define ASSERT(condition) _Static_assert(condition, #condition)
#define ALIGN(type) _Alignof(type)
#endif
#define LAYOUT(type, size)        \
  ASSERT(sizeof(type) == (size)); \
  ASSERT(ALIGN(type) == 8)
#define AT(type, member, offset) ASSERT(offsetof(type, member) == (offset))

LAYOUT(aksis_str, 16);
AT(aksis_str, data, 0);
AT(aksis_str, size, 8);

LAYOUT(aksis_value, 40);
AT(aksis_value, type, 0);
AT(aksis_value, integer, 8);
AT(aksis_value, real, 16);
AT(aksis_value, bytes, 24);

LAYOUT(struct aksis_host, 48);
AT(struct aksis_host, struct_size, 0);
AT(struct aksis_host, abi_major, 8);
AT(struct aksis_host, abi_minor, 12);
AT(struct aksis_host, server_version, 16);
AT(struct aksis_host, impl, 32);
AT(struct aksis_host, service, 40);

LAYOUT(aksis_module, 56);
AT(aksis_module, struct_size, 0);
AT(aksis_module, abi_major, 8);
AT(aksis_module, abi_minor, 12);
AT(aksis_module, id, 16);
AT(aksis_module, version, 24);
AT(aksis_module, start, 32);
AT(aksis_module, stop, 40);
AT(aksis_module, interface, 48);

LAYOUT(aksis_log_1, 8);
AT(aksis_log_1, write, 0);

LAYOUT(aksis_config_1, 16);
AT(aksis_config_1, get, 0);
AT(aksis_config_1, on_change, 8);

LAYOUT(aksis_sql_1, 40);
AT(aksis_sql_1, read, 0);
AT(aksis_sql_1, write, 8);
AT(aksis_sql_1, query, 16);
AT(aksis_sql_1, execute, 24);
AT(aksis_sql_1, error, 32);

LAYOUT(aksis_routes_1, 72);
AT(aksis_routes_1, bind, 0);
AT(aksis_routes_1, input, 8);
AT(aksis_routes_1, language, 16);
AT(aksis_routes_1, expected_version, 24);
AT(aksis_routes_1, respond, 32);
AT(aksis_routes_1, version, 40);
AT(aksis_routes_1, fail, 48);
AT(aksis_routes_1, progress, 56);
AT(aksis_routes_1, cancelled, 64);

LAYOUT(aksis_call_1, 8);
AT(aksis_call_1, invoke, 0);

LAYOUT(aksis_events_1, 16);
AT(aksis_events_1, publish, 0);
AT(aksis_events_1, subscribe, 8);

LAYOUT(aksis_jobs_1, 8);
AT(aksis_jobs_1, enqueue, 0);

LAYOUT(aksis_files_1, 16);
AT(aksis_files_1, bundled, 0);
AT(aksis_files_1, download, 8);

LAYOUT(aksis_i18n_1, 8);
AT(aksis_i18n_1, format, 0);

LAYOUT(aksis_auth_1, 32);
AT(aksis_auth_1, caller, 0);
AT(aksis_auth_1, allowed, 8);
AT(aksis_auth_1, open_person, 16);
AT(aksis_auth_1, visible_people, 24);

LAYOUT(aksis_audit_1, 16);
AT(aksis_audit_1, note, 0);
AT(aksis_audit_1, subject, 8);

LAYOUT(aksis_record_1, 40);
AT(aksis_record_1, person, 0);
AT(aksis_record_1, relations, 8);
AT(aksis_record_1, organisation, 16);
AT(aksis_record_1, presence, 24);
AT(aksis_record_1, territories, 32);

LAYOUT(aksis_place, 48);
AT(aksis_place, table, 0);
AT(aksis_place, column, 16);
AT(aksis_place, row, 32);

LAYOUT(aksis_privacy_1, 48);
AT(aksis_privacy_1, hold, 0);
AT(aksis_privacy_1, seal, 8);
AT(aksis_privacy_1, open, 16);
AT(aksis_privacy_1, tokens, 24);
AT(aksis_privacy_1, may_process, 32);
AT(aksis_privacy_1, scrub, 40);

LAYOUT(aksis_ui_1, 24);
AT(aksis_ui_1, page, 0);
AT(aksis_ui_1, person_tab, 8);
AT(aksis_ui_1, file, 16);

ASSERT(AKSIS_OK == 0 && AKSIS_INVALID == 1 && AKSIS_UNAUTHENTICATED == 2 && AKSIS_FORBIDDEN == 3);
ASSERT(AKSIS_NOT_FOUND == 4 && AKSIS_CONFLICT == 5 && AKSIS_STALE == 6 && AKSIS_TOO_LARGE == 7);
ASSERT(AKSIS_UNSUPPORTED == 8 && AKSIS_BUSY == 9 && AKSIS_TIMEOUT == 10 && AKSIS_FULL == 11);
ASSERT(AKSIS_INTERNAL == 12 && AKSIS_CANCELLED == 13);
ASSERT(AKSIS_NULL == 0 && AKSIS_INTEGER == 1 && AKSIS_REAL == 2 && AKSIS_TEXT == 3);
ASSERT(AKSIS_BLOB == 4);
ASSERT(AKSIS_LOG_DEBUG == 0 && AKSIS_LOG_INFO == 1 && AKSIS_LOG_WARNING == 2);
ASSERT(AKSIS_LOG_ERROR == 3);
ASSERT(AKSIS_PERSON_ARCHIVED == 1 && AKSIS_PERSON_RESTRICTED == 2);
