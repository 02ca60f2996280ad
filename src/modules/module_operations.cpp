// module.list, module.check, module.new.
#include <fmt/format.h>

#include <filesystem>

#include "modules/check_process.hpp"
#include "modules/manifest.hpp"
#include "modules/module_host.hpp"
#include "modules/new_module.hpp"

namespace aksis::modules {
namespace {

using operations::Call;
using operations::Operation;

constexpr std::chrono::minutes kCheckTime{5};

std::string_view state_name(State state) {
  switch (state) {
    case State::started:
      return "started";
    case State::failed:
      return "failed";
    case State::disabled:
      return "disabled";
  }
  return "failed";
}

Status require_local(const Call& call) {
  if (call.principal().local) return {};
  return Error{Code::forbidden,
               "This is only done on the machine of the server, with the command aksis.",
               {}};
}

void write_list(json::Writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).array();
  for (const auto& text : texts) out.value(text);
  out.end();
}

// What it asked for in its manifest.
void write_rights(json::Writer& out, const Manifest& manifest, bool english) {
  auto services = manifest.requires_services;
  for (const auto* more : {&manifest.optional_services, &manifest.draft_services})
    services.insert(services.end(), more->begin(), more->end());
  write_list(out, "services", services);
  out.key("permissions").array();
  for (const auto& [id, title] : manifest.permissions)
    out.object()
        .member("id", id)
        .member("title", english && !title.en.empty() ? title.en : title.fr)
        .end();
  out.end();
  write_list(out, "calls", manifest.calls);
  write_list(out, "reads", manifest.reads);
  out.member("operations", static_cast<int64_t>(manifest.routes.size()));
  out.member("contributions", static_cast<int64_t>(manifest.ui.contributions.size()));
}

Operation list_operation(const ModuleHost* host) {
  Operation list;
  list.id = "module.list";
  list.kind = operations::Kind::read;
  list.summary_fr = "Liste les modules et leur état";
  list.summary_en = "Lists the modules and how they are";
  list.method = "GET";
  list.path = "/modules";
  list.permission = "modules.read";
  list.input_schema = R"({"type":"object","properties":{}})";
  list.output_schema = R"({"type":"object","required":["modules"],"properties":{"modules":{
    "type":"array","items":{"type":"object","required":["id","state"],"properties":{
      "id":{"type":"string"},"version":{"type":"string"},"title":{"type":"string"},
      "state":{"type":"string","enum":["started","failed","disabled"]},
      "problem":{"type":"string"},"stalled_calls":{"type":"integer"},
      "services":{"type":"array","items":{"type":"string"},
        "description":"What of the server it may use"},
      "permissions":{"type":"array","items":{"type":"object","required":["id","title"],
        "properties":{"id":{"type":"string"},"title":{"type":"string"}}}},
      "calls":{"type":"array","items":{"type":"string"},
        "description":"Operations of others it may call"},
      "reads":{"type":"array","items":{"type":"string"},
        "description":"Views of others it may read"},
      "operations":{"type":"integer"},"contributions":{"type":"integer"}}}}}})";
  list.command = operations::Command{"module list",
                                     {},
                                     {"modules.id", "modules.version", "modules.title",
                                      "modules.state", "modules.problem", "modules.stalled_calls"}};
  list.handler = [host](Call& call) -> Status {
    json::Writer out;
    out.object().key("modules").array();
    for (const auto& one : host ? host->modules() : std::vector<ModuleStatus>{}) {
      out.object()
          .member("id", one.id)
          .member("version", one.version)
          .member("title",
                  call.language == "en" && !one.title_en.empty() ? one.title_en : one.title_fr)
          .member("state", state_name(one.state))
          .member("problem", one.problem)
          .member("stalled_calls", one.stalled);
      if (const auto* manifest = host->manifest(one.id))
        write_rights(out, *manifest, call.language == "en");
      out.end();
    }
    call.respond(out.end().end().text());
    return {};
  };
  return list;
}

std::vector<std::string> folders_of(const ModuleHost* host) {
  std::vector<std::string> folders;
  if (!host) return folders;
  for (const auto& one : host->modules()) {
    auto folder = std::filesystem::path(one.folder).parent_path().string();
    if (!folder.empty() && (folders.empty() || folders.back() != folder))
      folders.push_back(std::move(folder));
  }
  return folders;
}

Status check(const ModuleHost* host, const Clock& clock, Call& call) {
  AKSIS_TRY(require_local(call));
  const std::string path(json::text(call.input(), "path"));
  AKSIS_ASSIGN(findings,
               run_check(path, folders_of(host), [&] { return call.cancelled(clock.now()); }));
  Error error{Code::invalid, {}, {}};
  json::Writer out;
  out.object().member("path", path).key("checks").array();
  for (const auto& one : findings) {
    out.object()
        .member("check", one.check)
        .member("ok", one.ok)
        .member("message", one.message)
        .end();
    if (!one.ok) error.details.push_back({one.check, one.message});
  }
  call.respond(out.end().end().text());
  if (error.details.empty()) return {};
  error.message = fmt::format("the module in {} fails {} of {} checks", path, error.details.size(),
                              findings.size());
  return error;
}

Operation check_operation(const ModuleHost* host, const Clock& clock) {
  Operation operation;
  operation.id = "module.check";
  operation.kind = operations::Kind::task;
  operation.summary_fr = "Vérifie un module avant de l’installer";
  operation.summary_en = "Checks a module before it is installed";
  operation.permission = "modules.manage";
  operation.input_schema =
      R"({"type":"object","required":["path"],"properties":{"path":{"type":"string","minLength":1}}})";
  operation.output_schema = R"({"type":"object","required":["path","checks"],"properties":{
    "path":{"type":"string"},"checks":{"type":"array","items":{"type":"object",
      "required":["check","ok","message"],"properties":{"check":{"type":"string"},
      "ok":{"type":"boolean"},"message":{"type":"string"}}}}}})";
  operation.command = operations::Command{"module check", {"path"}};
  operation.deadline = kCheckTime;
  operation.handler = [host, &clock](Call& call) { return check(host, clock, call); };
  return operation;
}

Operation new_operation(const std::string& template_folder) {
  Operation operation;
  operation.id = "module.new";
  operation.kind = operations::Kind::write;
  operation.summary_fr = "Crée un module à partir du modèle ; son nom est la fin du chemin";
  operation.summary_en = "Makes a module from the template; its name is the end of the path";
  operation.permission = "modules.manage";
  operation.input_schema =
      R"({"type":"object","required":["path"],"properties":{"path":{"type":"string","minLength":1}}})";
  operation.output_schema = R"({"type":"object","required":["path","files"],"properties":{
    "path":{"type":"string"},"files":{"type":"array","items":{"type":"string"}}}})";
  operation.command = operations::Command{"module new", {"path"}};
  operation.handler = [template_folder](Call& call) -> Status {
    AKSIS_TRY(require_local(call));
    const std::string path(json::text(call.input(), "path"));
    AKSIS_ASSIGN(files, new_module(template_folder, path));
    json::Writer out;
    out.object().member("path", path).key("files").array();
    for (const auto& file : files) out.value(file);
    call.respond(out.end().end().text());
    return {};
  };
  return operation;
}

}  // namespace

Status offer_operations(operations::Registry& registry, const ModuleHost* host,
                        const std::string& template_folder, const Clock& clock) {
  AKSIS_TRY(registry.add(list_operation(host)));
  AKSIS_TRY(registry.add(check_operation(host, clock)));
  return registry.add(new_operation(template_folder));
}

}  // namespace aksis::modules
