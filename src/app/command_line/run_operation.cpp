#include "app/command_line/run_operation.hpp"

#include <unistd.h>

#include <algorithm>

#include "app/command_line/backend.hpp"
#include "app/command_line/exit_codes.hpp"
#include "app/command_line/member_options.hpp"
#include "app/command_line/person_reference.hpp"
#include "app/command_line/progress.hpp"
#include "app/command_line/report.hpp"
#include "app/command_line/stop_signal.hpp"
#include "app/instance/doctor.hpp"
#include "base/log.hpp"

namespace aksis::app {
namespace {

constexpr const char* kDoctor = "doctor.run";

struct Outcome {
  Result<std::string> answer;
  bool started = true;  // false: neither a server nor an instance of its own could be used
};

Outcome run_with(Backend& backend, const operations::Operation& operation, json::Document& input,
                 Language language) {
  if (auto named = resolve_person(backend, input, language); !named.ok())
    return {std::move(named).error(), true};
  Progress progress(::isatty(STDERR_FILENO) != 0);
  auto answer = backend.run(
      operation.id, input,
      [&](int64_t done, int64_t total, std::string_view message) {
        progress.show(done, total, message);
      },
      catch_stop_signals());
  return {std::move(answer), true};
}

// What can be said of an installation that does not open.
std::string findings_without(const Context& context, const Error& error) {
  auto findings = examine_surroundings(*context.config, context.clock.now());
  const bool known = std::any_of(findings.begin(), findings.end(), [&](const auto& finding) {
    return finding.finding == error.message;
  });
  if (!known) findings.push_back({"start", Finding::State::failed, error.message});
  for (const auto& detail : error.details)
    findings.push_back({"start", Finding::State::failed, detail.pointer + ": " + detail.message});
  return findings_json(findings);
}

Outcome run_somewhere(const Context& context, const operations::Operation& operation,
                      json::Document& input) {
  const DataFolder folder{context.config->text("data.folder")};
  if (const auto server = server_backend(folder, context.language))
    return run_with(*server, operation, input, context.language);
  if (needs_no_data(operation.id)) {
    const auto local = local_backend(context.catalogue->registry(), context.language);
    return run_with(*local, operation, input, context.language);
  }
  auto instance = Instance::open(*context.config, false, Instance::Use::command, context.clock);
  if (!instance.ok() && operation.id == kDoctor)
    return {findings_without(context, instance.error()), true};
  if (!instance.ok()) return {std::move(instance).error(), false};
  const auto local = local_backend((*instance)->registry(), context.language);
  return run_with(*local, operation, input, context.language);
}

// A doctor that found something broken has failed, though it did answer.
bool is_unhealthy(const operations::Operation& operation, const std::string& answer) {
  if (operation.id != kDoctor) return false;
  const auto findings = json::parse(answer);
  return findings.ok() && !json::boolean(*findings, "healthy");
}

}  // namespace

int run_operation(const Context& context, const operations::Operation& operation,
                  Result<json::Document> input, bool by_options) {
  if (!context.config.ok()) {
    report(context.config.error(), context);
    return kUsage;
  }
  if (!input.ok()) {
    report(input.error(), context);
    return exit_code(input.error().code);
  }
  // Lines for an administrator's log are not for whoever types a command: what came of it is said.
  log::set_level(log::Level::none);
  auto outcome = run_somewhere(context, operation, *input);
  if (outcome.answer.ok()) {
    Shown shown;
    // `call` shows an answer as it is.
    if (by_options && operation.command) shown.members = operation.command->shows;
    shown.bundle = context.catalogue->module_folder(operation.module);
    show_answer(operation.id, *outcome.answer, context.globals.json, context.language, shown);
    return is_unhealthy(operation, *outcome.answer) ? kRefused : kDone;
  }
  auto& error = outcome.answer.error();
  if (by_options)
    for (auto& detail : error.details) detail.pointer = place_on_line(detail.pointer, operation);
  report(error, context);
  return outcome.started ? exit_code(error.code) : start_exit_code(error.code);
}

}  // namespace aksis::app
