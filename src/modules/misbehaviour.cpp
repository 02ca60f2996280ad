#include "modules/misbehaviour.hpp"

#include <fmt/format.h>

#include <exception>

#include "base/log.hpp"
#include "modules/module.hpp"

namespace aksis::modules {
namespace {

std::string_view reason(aksis_status status) {
  switch (status) {
    case AKSIS_NOT_FOUND:
      return "what was asked for does not exist";
    case AKSIS_BUSY:
      return "it is busy; try again in a moment";
    case AKSIS_CANCELLED:
      return "it was stopped";
    case AKSIS_INVALID:
      return "the input is wrong";
    case AKSIS_FORBIDDEN:
      return "it is not allowed";
    default:
      return "it did not say why; the server's log may have more";
  }
}

}  // namespace

void misbehaving(const Module& module, std::string_view what) {
  log::error("module:" + module.manifest.id,
             fmt::format("MODULE_MISBEHAVING: {} {}", module.manifest.id, what));
}

void threw(const Module& module, std::string_view function) {
  std::string what = "something that is no std::exception";
  try {
    throw;
  } catch (const std::exception& thrown) {
    what = thrown.what();
  } catch (...) {
  }
  misbehaving(module, fmt::format("let an exception cross the border from {}: {}", function, what));
}

Status answered(const Module& module, std::string_view function, aksis_status status,
                std::string_view sentence) {
  if (status == AKSIS_OK) return {};
  if (status < AKSIS_OK || status > AKSIS_CANCELLED) {
    misbehaving(module, fmt::format("answered {} from {}, which is no status", status, function));
    return internal(fmt::format("{} failed; the server's log has the detail", function));
  }
  return Error{static_cast<Code>(status),
               sentence.empty() ? fmt::format("{} failed: {}", function, reason(status))
                                : std::string(sentence),
               {}};
}

}  // namespace aksis::modules
