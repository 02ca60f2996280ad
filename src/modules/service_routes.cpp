#include <fmt/format.h>

#include "modules/bulkhead.hpp"
#include "modules/handles.hpp"
#include "modules/misbehaviour.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

constexpr std::chrono::milliseconds kProgressEvery{100};

aksis_status bind(const aksis_host* host, aksis_str operation, aksis_handler handler, void* user) {
  return contained([&]() -> aksis_status {
    auto& module = module_of(host);
    const std::string id(view(operation));
    if (module.phase != Phase::starting) return AKSIS_CONFLICT;
    if (!handler || !module.manifest.route(id)) {
      module.last_error = fmt::format("it binds {}, which its module.json does not declare", id);
      return AKSIS_NOT_FOUND;
    }
    if (!module.bindings.emplace(id, Bound{handler, user}).second) {
      module.last_error = fmt::format("it binds {} twice", id);
      return AKSIS_CONFLICT;
    }
    return AKSIS_OK;
  });
}

aksis_str input(aksis_call* raw) {
  auto* call = usable(raw);
  if (!call) return {nullptr, 0};
  contained([&] {
    if (call->input.empty()) call->input = json::dump(call->call->input());
    return AKSIS_OK;
  });
  return borrow(call->input);
}

aksis_str language(aksis_call* raw) {
  auto* call = usable(raw);
  return call ? borrow(call->call->language) : aksis_str{nullptr, 0};
}

aksis_str expected_version(aksis_call* raw) {
  auto* call = usable(raw);
  return call ? borrow(call->call->if_match) : aksis_str{nullptr, 0};
}

bool is_json(std::string_view text) {
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::BaseReaderHandler<> nothing;
  rapidjson::Reader reader;
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  return !reader.Parse<kFlags>(bytes, nothing).IsError();
}

aksis_status respond(aksis_call* raw, aksis_str json) {
  return contained([&]() -> aksis_status {
    auto* call = usable(raw);
    if (!call) return AKSIS_INTERNAL;
    if (!is_json(view(json))) {
      misbehaving(*call->module, "gave an answer that is no JSON");
      return AKSIS_INTERNAL;
    }
    call->call->respond(std::string(view(json)));
    return AKSIS_OK;
  });
}

void version(aksis_call* raw, aksis_str tag) {
  contained([&] {
    if (auto* call = usable(raw)) call->call->etag = view(tag);
    return AKSIS_OK;
  });
}

aksis_status fail(aksis_call* raw, aksis_status status, aksis_str message, aksis_str details) {
  const auto kept = contained([&]() -> aksis_status {
    auto* call = usable(raw);
    if (!call) return AKSIS_INTERNAL;
    call->failure.emplace();
    call->failure->code = static_cast<Code>(status);
    call->failure->message = view(message);
    const auto list = json::parse(view(details));
    if (list.ok() && list->IsArray())
      for (const auto& one : list->GetArray())
        call->failure->details.push_back(
            {std::string(json::text(one, "pointer")), std::string(json::text(one, "message"))});
    return AKSIS_OK;
  });
  return kept == AKSIS_OK ? status : kept;
}

void progress(aksis_call* raw, int64_t done, int64_t total, aksis_str message) {
  contained([&] {
    auto* call = usable(raw);
    if (!call || !call->call->on_progress) return AKSIS_OK;
    const auto now = std::chrono::steady_clock::now();
    if (done != total && now - call->progressed < kProgressEvery) return AKSIS_OK;
    call->progressed = now;
    call->call->on_progress(done, total, view(message));
    return AKSIS_OK;
  });
}

int32_t cancelled(aksis_call* raw) {
  auto* call = usable(raw);
  return !call || call->call->cancelled(call->module->around.clock.now()) ? 1 : 0;
}

}  // namespace

const aksis_routes_1 kRoutesService = {&bind,    &input, &language, &expected_version, &respond,
                                       &version, &fail,  &progress, &cancelled};

Status run_handler(Module& module, const std::string& operation, const Bound& bound,
                   operations::Call& call) {
  AKSIS_ASSIGN(place, Place::take(module, call.language));
  AKSIS_ASSIGN(ticket, module.around.watch.begin(module, operation, call.deadline));
  Lent<aksis_call> handle(calls(), module, call);
  const auto status = enter(module, operation, [&] { return bound.handler(&*handle, bound.user); });
  if (status == AKSIS_OK) return {};
  const bool late = call.deadline != 0 && module.around.clock.now() >= call.deadline;
  if (status == AKSIS_CANCELLED && late)
    return Error{Code::timeout, fmt::format("{} did not end before its deadline", operation), {}};
  auto& failure = handle->failure;
  if (failure && static_cast<aksis_status>(failure->code) == status && !failure->message.empty() &&
      status > AKSIS_OK && status <= AKSIS_CANCELLED)
    return std::move(*failure);
  return answered(module, operation, status);
}

}  // namespace aksis::modules
