// The host's side of include/aksis: one table a service. Any thread; the functions of the tables
// follow the tags of their headers and let nothing be thrown across the border.
#pragma once

#include <aksis/aksis.h>

#include <string_view>
#include <vector>

#include "operations/operation.hpp"

namespace aksis::modules {

struct Module;
struct Bound;

extern const aksis_log_1 kLogService;
extern const aksis_config_1 kConfigService;
extern const aksis_sql_1 kSqlService;
extern const aksis_routes_1 kRoutesService;
extern const aksis_call_1 kCallService;
extern const aksis_events_1 kEventsService;
extern const aksis_jobs_1 kJobsService;
extern const aksis_files_1 kFilesService;
extern const aksis_i18n_1 kI18nService;
extern const aksis_auth_1 kAuthService;
extern const aksis_audit_1 kAuditService;
extern const aksis_record_1 kRecordService;
extern const aksis_privacy_1 kPrivacyService;
extern const aksis_ui_1 kUiService;

std::vector<std::string_view> offered_services();
const void* service_table(std::string_view id);  // or nullptr

// Runs a bound handler for `call`: the inside of an operation of a module.
Status run_handler(Module& module, const std::string& operation, const Bound& bound,
                   operations::Call& call);

// Runs an operation as the caller of `from`, a call deeper; its answer. Not inside a transaction.
Result<std::string> run_as_caller(aksis_call& from, std::string_view operation,
                                  json::Document input);

// Gives an answer, or the problem as JSON, to `sink`; the status is for the module.
aksis_status give(const Result<std::string>& answer, aksis_sink sink, void* user);

// Delivers an event to a bound subscriber.
Status run_subscriber(Module& module, size_t index, std::string_view event_json);

inline std::string_view view(aksis_str text) {
  return text.data ? std::string_view(text.data, text.size) : std::string_view();
}
inline aksis_str borrow(std::string_view text) {
  return {text.data(), text.size()};
}

// Runs the host's own part of a table's function; what it throws (out of memory) stays here.
template <typename Body>
aksis_status contained(Body&& body) noexcept {
  try {
    return body();
  } catch (...) {
    return AKSIS_INTERNAL;
  }
}

inline aksis_status status_of(const Status& status) {
  return status.ok() ? AKSIS_OK : static_cast<aksis_status>(status.error().code);
}

}  // namespace aksis::modules
