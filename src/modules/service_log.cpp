#include "base/log.hpp"

#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

log::Level level_of(int32_t level) {
  switch (level) {
    case AKSIS_LOG_DEBUG:
      return log::Level::debug;
    case AKSIS_LOG_INFO:
      return log::Level::info;
    case AKSIS_LOG_WARNING:
      return log::Level::warning;
    default:
      return log::Level::error;
  }
}

void write(const aksis_host* host, int32_t level, aksis_str message, aksis_str fields) {
  contained([&] {
    auto& module = module_of(host);
    if (module.phase == Phase::starting && level >= AKSIS_LOG_ERROR)
      module.last_error = view(message);  // becomes the reason of a refusal
    const auto parsed = json::parse(view(fields));
    const bool usable = parsed.ok() && parsed->IsObject();
    log::write(level_of(level), module.log_source, view(message),
               usable ? view(fields) : std::string_view());
    return AKSIS_OK;
  });
}

}  // namespace

const aksis_log_1 kLogService = {&write};

}  // namespace aksis::modules
