// The service tables a host gave to this module, and the conversions the glue shares.
// Any thread once start() has returned.
#pragma once

#include <aksis/aksis.h>

#include <exception>
#include <string>
#include <string_view>

#include "json.hpp"
#include "result.hpp"

namespace aksis {

inline aksis_str borrow(std::string_view text) {
  return {text.data(), text.size()};
}
inline std::string_view view(aksis_str text) {
  return text.data ? std::string_view(text.data, text.size) : std::string_view();
}

// A status as an Error; numbers this version does not know count as internal.
inline Error to_error(aksis_status status, std::string message) {
  const bool known = status > AKSIS_OK && status <= AKSIS_CANCELLED;
  return {known ? static_cast<Code>(status) : Code::internal, std::move(message), {}};
}
inline aksis_status to_status(const Status& status) {
  return status.ok() ? AKSIS_OK : static_cast<aksis_status>(status.error().code);
}

// Tables are null when the host does not offer them or the manifest does not ask for them.
struct Services {
  explicit Services(const aksis_host* raw)
      : host(raw),
        log(find<aksis_log_1>(AKSIS_LOG_1)),
        config(find<aksis_config_1>(AKSIS_CONFIG_1)),
        sql(find<aksis_sql_1>(AKSIS_SQL_1)),
        routes(find<aksis_routes_1>(AKSIS_ROUTES_1)),
        call(find<aksis_call_1>(AKSIS_CALL_1)),
        events(find<aksis_events_1>(AKSIS_EVENTS_1)),
        jobs(find<aksis_jobs_1>(AKSIS_JOBS_1)),
        files(find<aksis_files_1>(AKSIS_FILES_1)),
        i18n(find<aksis_i18n_1>(AKSIS_I18N_1)),
        auth(find<aksis_auth_1>(AKSIS_AUTH_1)),
        audit(find<aksis_audit_1>(AKSIS_AUDIT_1)),
        record(find<aksis_record_1>(AKSIS_RECORD_1)),
        privacy(find<aksis_privacy_1>(AKSIS_PRIVACY_1)),
        ui(find<aksis_ui_1>(AKSIS_UI_1)) {}

  const aksis_host* host;
  const aksis_log_1* log;
  const aksis_config_1* config;
  const aksis_sql_1* sql;
  const aksis_routes_1* routes;
  const aksis_call_1* call;
  const aksis_events_1* events;
  const aksis_jobs_1* jobs;
  const aksis_files_1* files;
  const aksis_i18n_1* i18n;
  const aksis_auth_1* auth;
  const aksis_audit_1* audit;
  const aksis_record_1* record;
  const aksis_privacy_1* privacy;
  const aksis_ui_1* ui;

  void write_log(int32_t level, std::string_view message, std::string_view fields = {}) const {
    if (log) log->write(host, level, borrow(message), borrow(fields));
  }

 private:
  template <typename Table>
  const Table* find(const char* id) const {
    return static_cast<const Table*>(host->service(host, id));
  }
};

inline Error missing_service(const char* id) {
  return internal(std::string("the module was given no ") + id +
                  "; list it in `requires` of its module.json");
}

namespace glue {

// Receives what the other side gives through an aksis_sink.
struct Collected {
  std::string text;
  bool failed = false;
  static void sink(void* user, aksis_str text) noexcept {
    auto& self = *static_cast<Collected*>(user);
    try {
      self.text.append(view(text));
    } catch (...) {
      self.failed = true;
    }
  }
};

// Runs `body`, which gives a Status; what it throws becomes an internal error.
template <typename Body>
Status guarded(std::string_view what, Body&& body) noexcept {
  try {
    try {
      return body();
    } catch (const std::exception& thrown) {
      return internal(std::string(what) + " threw: " + thrown.what());
    } catch (...) {
      return internal(std::string(what) + " threw something that is no std::exception");
    }
  } catch (...) {
    return Error{Code::internal, {}, {}};
  }
}

inline std::string details_json(const std::vector<ErrorDetail>& details) {
  if (details.empty()) return {};
  json::Writer out;
  out.array();
  for (const auto& detail : details)
    out.object().member("pointer", detail.pointer).member("message", detail.message).end();
  return out.end().text();
}

}  // namespace glue
}  // namespace aksis
