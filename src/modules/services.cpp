#include "modules/services.hpp"

#include <map>

namespace aksis::modules {
namespace {

const std::map<std::string_view, const void*>& tables() {
  static const std::map<std::string_view, const void*> kTables = {
      {AKSIS_LOG_1, &kLogService},         {AKSIS_CONFIG_1, &kConfigService},
      {AKSIS_SQL_1, &kSqlService},         {AKSIS_ROUTES_1, &kRoutesService},
      {AKSIS_CALL_1, &kCallService},       {AKSIS_EVENTS_1, &kEventsService},
      {AKSIS_JOBS_1, &kJobsService},       {AKSIS_FILES_1, &kFilesService},
      {AKSIS_I18N_1, &kI18nService},       {AKSIS_AUTH_1, &kAuthService},
      {AKSIS_AUDIT_1, &kAuditService},     {AKSIS_RECORD_1, &kRecordService},
      {AKSIS_PRIVACY_1, &kPrivacyService}, {AKSIS_UI_1, &kUiService},
  };
  return kTables;
}

}  // namespace

std::vector<std::string_view> offered_services() {
  std::vector<std::string_view> ids;
  for (const auto& [id, table] : tables()) ids.push_back(id);
  return ids;
}

const void* service_table(std::string_view id) {
  const auto found = tables().find(id);
  return found == tables().end() ? nullptr : found->second;
}

}  // namespace aksis::modules
