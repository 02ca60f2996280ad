#include <fmt/format.h>

#include <algorithm>

#include "modules/handles.hpp"
#include "modules/misbehaviour.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

constexpr int kDepthMax = 8;

std::string problem_json(const Error& error) {
  json::Writer out;
  out.object().member("detail", error.message).key("errors").array();
  for (const auto& one : error.details)
    out.object().member("pointer", one.pointer).member("message", one.message).end();
  return out.end().end().text();
}

Result<std::string> call_operation(aksis_call& from, std::string_view id,
                                   std::string_view input_json) {
  auto& module = *from.module;
  const auto& declared = module.manifest.calls;
  if (std::find(declared.begin(), declared.end(), id) == declared.end())
    return Error{
        Code::forbidden,
        fmt::format("the module {} does not declare {} in its \"calls\"", module.manifest.id, id),
        {}};
  AKSIS_ASSIGN(input, json::parse(input_json));
  return run_as_caller(from, id, std::move(input));
}

aksis_status invoke(aksis_call* raw, aksis_str operation, aksis_str input_json, aksis_sink sink,
                    void* user) {
  return contained([&]() -> aksis_status {
    auto* call = usable(raw);
    if (!call) return AKSIS_INTERNAL;
    return give(call_operation(*call, view(operation), view(input_json)), sink, user);
  });
}

}  // namespace

Result<std::string> run_as_caller(aksis_call& from, std::string_view id, json::Document input) {
  if (in_transaction())
    return Error{Code::conflict, fmt::format("{} was called inside a transaction", id), {}};
  if (from.call->depth >= kDepthMax)
    return Error{Code::conflict,
                 fmt::format("{} was called {} calls deep; modules call each other in a circle", id,
                             kDepthMax),
                 {}};
  const auto& registry = from.module->around.registry;
  const auto* operation = registry.find(id);
  if (!operation) return Error{Code::not_found, fmt::format("no module here offers {}", id), {}};
  operations::Call call(from.call->principal(), std::move(input));
  call.language = from.call->language;
  call.request_id = from.call->request_id;
  call.deadline = from.call->deadline;
  call.depth = from.call->depth + 1;
  call.stop = from.call->stop;
  AKSIS_TRY(registry.run(*operation, call));
  return call.take_response();
}

aksis_status give(const Result<std::string>& answer, aksis_sink sink, void* user) {
  if (answer.ok()) {
    sink(user, borrow(*answer));
    return AKSIS_OK;
  }
  sink(user, borrow(problem_json(answer.error())));
  return static_cast<aksis_status>(answer.error().code);
}

const aksis_call_1 kCallService = {&invoke};

}  // namespace aksis::modules
