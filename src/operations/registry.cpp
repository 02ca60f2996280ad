#include "operations/registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "operations/routes.hpp"
#include "operations/shown_paths.hpp"

namespace aksis::operations {
namespace {

constexpr std::string_view kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

Error refused(const Operation& operation, std::string_view why) {
  return invalid(fmt::format("operation {}: {}", operation.id, why));
}

void log_defect(const Operation& operation, std::string_view what) {
  json::Writer line;
  line.object().member("operation", operation.id).member("what", what).end();
  log::error("operations", "an operation failed by a defect", line.text());
}

// What the caller learns of a defect: the log has the rest.
Error defect(const Operation& operation) {
  return internal(fmt::format(
      "{} failed by a defect of the program; the log has a line 'operation {}' with the cause",
      operation.id, operation.id));
}

thread_local const Current* current = nullptr;

// For the time of a handler; calls from module to module nest.
class AsCurrent {
 public:
  AsCurrent(const Operation& operation, Call& call) : now_{&operation, &call}, before_(current) {
    current = &now_;
  }
  ~AsCurrent() { current = before_; }
  AsCurrent(const AsCurrent&) = delete;
  AsCurrent& operator=(const AsCurrent&) = delete;

 private:
  const Current now_;
  const Current* before_;
};

}  // namespace

const Current* current_call() {
  return current;
}

struct Registry::Compiled {
  Schema input;
  std::unique_ptr<Schema> output;
};

Registry::Registry(const Clock& clock)
    : clock_(clock),
      routes_(std::make_unique<Routes>()),
#ifdef AKSIS_CHECK_ANSWERS
      check_answers_(true)
#else
      check_answers_(false)
#endif
{
}

Registry::~Registry() = default;

Status Registry::add(Operation given) {
  if (given.id.empty()) return invalid("an operation has no id");
  if (find(given.id)) return refused(given, "an operation of that id exists already");
  if (!given.handler) return refused(given, "no function is bound to it");
  if (given.command)
    for (const auto& other : operations_)
      if (other->command && other->command->words == given.command->words)
        return refused(given, fmt::format("the command '{}' belongs to {} already",
                                          given.command->words, other->id));
  if (given.input_schema.empty()) given.input_schema = R"({"type":"object"})";
  auto input = Schema::compile(given.input_schema, Schema::Unknown::refused);
  if (!input) return refused(given, "input " + input.error().message);
  auto compiled = std::make_unique<Compiled>(Compiled{std::move(*input), nullptr});
  if (!given.output_schema.empty()) {
    auto output = Schema::compile(given.output_schema, Schema::Unknown::allowed);
    if (!output) return refused(given, "output " + output.error().message);
    compiled->output = std::make_unique<Schema>(std::move(*output));
  }
  if (given.subject.empty() && compiled->input.has_property("person")) given.subject = "person";
  if (given.subject == "-") given.subject.clear();
  if (given.command && compiled->output)
    for (const auto& path : given.command->shows)
      if (!reaches(*compiled->output, path))
        return refused(given, fmt::format("the command shows '{}', which its output schema does "
                                          "not have",
                                          path));
  auto expected = path_names(given.path);
  if (given.command)
    expected.insert(expected.end(), given.command->arguments.begin(),
                    given.command->arguments.end());
  if (given.upload) expected.push_back(given.upload->field);
  if (!given.subject.empty()) expected.push_back(given.subject);
  if (!given.about.empty()) expected.push_back(given.about);
  for (const auto& name : expected)
    if (!compiled->input.has_property(name))
      return refused(given, fmt::format("'{}' is no property of its input schema", name));
  auto operation = std::make_unique<Operation>(std::move(given));
  if (!operation->method.empty()) {
    if (std::find(std::begin(kMethods), std::end(kMethods), operation->method) ==
        std::end(kMethods))
      return refused(*operation, fmt::format("'{}' is no method", operation->method));
    AKSIS_TRY(routes_->add(*operation));
  }
  compiled_.emplace(operation->id, std::move(compiled));
  operations_.push_back(std::move(operation));
  return {};
}

const Operation* Registry::find(std::string_view id) const {
  for (const auto& operation : operations_)
    if (operation->id == id) return operation.get();
  return nullptr;
}

const Schema& Registry::input_schema(const Operation& operation) const {
  return compiled_.find(operation.id)->second->input;
}

const Schema* Registry::output_schema(const Operation& operation) const {
  return compiled_.find(operation.id)->second->output.get();
}

Result<RouteMatch> Registry::match(std::string_view method, std::string_view path) const {
  return routes_->match(method, path);
}

// Authorises, fills defaults, validates, sets the deadline.
Status Registry::prepare(const Operation& operation, const Compiled& compiled, Call& call) const {
  if (!operation.open && !call.principal().allows(operation.permission))
    return said(Code::forbidden,
                fmt::format("{} needs the permission '{}', which {} does not have; ask whoever "
                            "gives out permissions",
                            operation.id, operation.permission, call.principal().id),
                fmt::format("Il vous manque le droit « {} » ({}) ; demandez-le à qui donne les "
                            "rôles.",
                            operation.permission, operation.summary_fr));
  if (!call.input().IsObject())
    return said(Code::invalid, "the input must be a JSON object",
                "L’entrée doit être un objet JSON.");
  compiled.input.fill_defaults(call.input());
  auto errors = compiled.input.check(call.input());
  if (!errors.empty())
    return Error{Code::invalid, "The input is refused; every wrong place is named.",
                 std::move(errors), "L’entrée est refusée ; chaque endroit faux est nommé."};
  if (!call.deadline && operation.deadline.count() > 0)
    call.deadline = clock_.now() + operation.deadline.count() * 1000;
  return {};
}

Status Registry::run(const Operation& operation, Call& call) const {
  const auto& compiled = *compiled_.find(operation.id)->second;
  auto outcome = prepare(operation, compiled, call);
  if (outcome.ok() && gate_) outcome = gate_->admit(operation, call);
  if (outcome.ok()) outcome = run_handler(operation, compiled, call);
  if (gate_)
    if (auto traced = gate_->ended(operation, call, outcome); !traced.ok())
      outcome = std::move(traced);
  if (outcome.ok()) return outcome;
  return in_language(std::move(outcome).error(), call.language);
}

Status Registry::run_handler(const Operation& operation, const Compiled& compiled,
                             Call& call) const {
  try {
    const AsCurrent as_current(operation, call);
    AKSIS_TRY(operation.handler(call));
  } catch (const std::exception& thrown) {
    log_defect(operation, thrown.what());
    return defect(operation);
  } catch (...) {
    log_defect(operation, "something that is no std::exception was thrown");
    return defect(operation);
  }
  return check_answers_ && compiled.output ? check_answer(operation, *compiled.output, call)
                                           : Status();
}

Status Registry::check_answer(const Operation& operation, const Schema& output,
                              const Call& call) const {
  auto answer = json::parse(call.response());
  std::string what;
  if (!answer) {
    what = "the answer is no JSON: " + answer.error().message;
  } else if (const auto errors = output.check(*answer); !errors.empty()) {
    what = fmt::format("the answer does not fit the output schema at {}: {}",
                       errors.front().pointer, errors.front().message);
  }
  if (what.empty()) return {};
  log_defect(operation, what);
  return defect(operation);
}

}  // namespace aksis::operations
