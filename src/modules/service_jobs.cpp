#include <fmt/format.h>

#include "modules/handles.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

Status check_job(const aksis_tx& tx, std::string_view operation, std::string_view input_json) {
  if (!tx.writing) return Error{Code::conflict, "a job is added in a write, not in a read", {}};
  if (!tx.module->manifest.route(operation))
    return Error{
        Code::forbidden,
        fmt::format("{} is no operation of the module {}", operation, tx.module->manifest.id),
        {}};
  AKSIS_ASSIGN(input, json::parse(input_json));
  if (!input.IsObject()) return invalid("the input of a job is a JSON object");
  return {};
}

aksis_status enqueue(aksis_tx* raw, aksis_str operation, aksis_str input_json, int64_t run_at,
                     aksis_str key) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx) return AKSIS_INTERNAL;
    auto status = check_job(*tx, view(operation), view(input_json));
    if (status.ok())
      status = tx->module->around.events.enqueue(
          *tx->transaction, {view(operation), view(input_json), run_at, view(key)});
    if (!status.ok()) tx->error = status.error().message;
    return status_of(status);
  });
}

}  // namespace

const aksis_jobs_1 kJobsService = {&enqueue};

}  // namespace aksis::modules
