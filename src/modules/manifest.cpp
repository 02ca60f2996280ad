#include "modules/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "embedded/module_schema.hpp"
#include "modules/bundle_file.hpp"
#include "modules/bundle_schema.hpp"
#include "modules/manifest_rules.hpp"
#include "modules/ui_rules.hpp"
#include "operations/schema.hpp"

namespace aksis::modules {
namespace {

using operations::Schema;

constexpr size_t kProblemsShown = 5;

std::vector<std::string> strings(const json::Value& object, std::string_view name) {
  std::vector<std::string> out;
  if (const auto* list = json::member(object, name))
    for (const auto& one : list->GetArray()) out.emplace_back(json::text(one));
  return out;
}

Text words(const json::Value& object, std::string_view name) {
  const auto* text = json::member(object, name);
  if (!text) return {};
  return {std::string(json::text(*text, "fr")), std::string(json::text(*text, "en"))};
}

operations::Kind kind_of(std::string_view name) {
  if (name == "write") return operations::Kind::write;
  return name == "task" ? operations::Kind::task : operations::Kind::read;
}

Micros duration(std::string_view text) {  // "24h", checked by the schema
  if (text.empty()) return 0;
  const Micros count = std::stoll(std::string(text));
  switch (text.back()) {
    case 's':
      return count * kSecond;
    case 'm':
      return count * kMinute;
    case 'h':
      return count * kHour;
    default:
      return count * kDay;
  }
}

// Fills a Manifest from JSON the schema has accepted; what is wrong goes to `problems`.
class Reader {
 public:
  Reader(const json::Value& source, const std::string& folder, std::vector<ErrorDetail>& problems)
      : source_(source), problems_(problems) {
    manifest_.folder = folder;
  }

  Manifest read() {
    manifest_.id = json::text(source_, "id");
    manifest_.version = json::text(source_, "version");
    manifest_.title = words(source_, "title");
    manifest_.requires_services = strings(source_, "requires");
    manifest_.optional_services = strings(source_, "optional");
    manifest_.draft_services = strings(source_, "draft");
    manifest_.calls = strings(source_, "calls");
    if (const auto* depends = json::member(source_, "depends"))
      for (const auto& one : depends->GetObject())
        manifest_.depends.emplace(json::text(one.name), json::text(one.value));
    if (const auto* tables = json::member(source_, "tables")) {
      manifest_.table_prefix = json::text(*tables, "prefix");
      manifest_.reads = strings(*tables, "reads");
      manifest_.published_views = strings(*tables, "publishes");
      read_sealed(*tables);
    }
    if (const auto* config = json::member(source_, "config"))
      manifest_.config_schema = schema(*config, "/config");
    read_permissions();
    read_routes();
    read_events();
    read_jobs();
    manifest_.ui = read_ui(source_, manifest_.id, manifest_.folder, problems_);
    return std::move(manifest_);
  }

 private:
  std::string schema(const json::Value& value, const std::string& pointer) {
    auto text = inline_schema(value, manifest_.folder);
    if (text.ok()) {
      auto compiled = Schema::compile(*text, Schema::Unknown::refused);
      if (compiled.ok()) return std::move(text).value();
      problems_.push_back({pointer, compiled.error().message});
    } else {
      problems_.push_back({pointer, text.error().message});
    }
    return {};
  }
  void read_sealed(const json::Value& tables) {
    if (const auto* list = json::member(tables, "sealed"))
      for (const auto& one : list->GetArray())
        manifest_.sealed.push_back({std::string(json::text(one, "table")),
                                    std::string(json::text(one, "column")),
                                    std::string(json::text(one, "person")),
                                    std::string(json::text(one, "row")), manifest_.id});
  }
  void read_permissions() {
    if (const auto* list = json::member(source_, "permissions"))
      for (const auto& one : list->GetArray())
        manifest_.permissions.push_back({std::string(json::text(one, "id")), words(one, "title")});
  }
  void read_routes() {
    const auto* list = json::member(source_, "routes");
    if (!list) return;
    if (list->Size() > kRoutesMax) {
      problems_.push_back({"/routes", "a module has at most 500 operations"});
      return;
    }
    for (rapidjson::SizeType i = 0; i < list->Size(); ++i)
      manifest_.routes.push_back(route((*list)[i], fmt::format("/routes/{}", i)));
  }
  operations::Operation route(const json::Value& from, const std::string& pointer) {
    operations::Operation route;
    route.id = json::text(from, "operation");
    route.module = manifest_.id;
    route.kind = kind_of(json::text(from, "kind"));
    auto summary = words(from, "summary");
    route.summary_fr = std::move(summary.fr);
    route.summary_en = std::move(summary.en);
    route.method = json::text(from, "method");
    route.path = json::text(from, "path");
    route.permission = json::text(from, "permission");
    route.input_schema = schema(*json::member(from, "input"), pointer + "/input");
    if (const auto* output = json::member(from, "output"))
      route.output_schema = schema(*output, pointer + "/output");
    if (const auto* command = json::member(from, "command"))
      route.command =
          operations::Command{std::string(json::text(*command, "words")),
                              strings(*command, "arguments"), strings(*command, "shows")};
    if (const auto* upload = json::member(from, "upload"))
      route.upload =
          operations::Upload{std::string(json::text(*upload, "field")), strings(*upload, "types"),
                             static_cast<size_t>(json::integer(*upload, "mib_max")) << 20};
    route.subject = json::text(from, "subject");
    route.purpose = json::text(from, "purpose");
    route.traced = json::boolean(from, "traced");
    route.step_up = json::boolean(from, "step_up");
    route.deadline =
        std::chrono::milliseconds(json::integer(from, "deadline_ms", route.deadline.count()));
    route.needs_version = json::boolean(from, "needs_version");
    return route;
  }
  void read_events() {
    const auto* events = json::member(source_, "events");
    if (!events) return;
    manifest_.subscribes = strings(*events, "subscribes");
    if (const auto* published = json::member(*events, "publishes"))
      for (const auto& one : published->GetObject()) {
        const std::string type(json::text(one.name));
        manifest_.publishes.emplace(type, schema(one.value, "/events/publishes/" + type));
      }
  }
  void read_jobs() {
    if (const auto* list = json::member(source_, "jobs"))
      for (const auto& one : list->GetArray())
        manifest_.jobs.push_back({std::string(json::text(one, "operation")),
                                  duration(json::text(one, "every")),
                                  json::text(one, "when") == "start"});
  }

  const json::Value& source_;
  std::vector<ErrorDetail>& problems_;
  Manifest manifest_;
};

Error refused(const std::string& file, std::vector<ErrorDetail> problems) {
  std::string message = file + " is refused: ";
  for (size_t i = 0; i < std::min(problems.size(), kProblemsShown); ++i)
    message +=
        fmt::format("{}{}: {}", i ? "; " : "",
                    problems[i].pointer.empty() ? "/" : problems[i].pointer, problems[i].message);
  if (problems.size() > kProblemsShown)
    message += fmt::format("; and {} more", problems.size() - kProblemsShown);
  return {Code::invalid, std::move(message), std::move(problems)};
}

// The schema of manifests, compiled twice: what only the strict form refuses are unknown members.
struct ManifestSchema {
  ManifestSchema()
      : known(*Schema::compile(text(), Schema::Unknown::refused)),
        any(*Schema::compile(text(), Schema::Unknown::allowed)) {}
  static std::string_view text() { return embedded::module_schema().front().data; }
  Schema known, any;
};

}  // namespace

bool Manifest::may_use(std::string_view service) const {
  const auto in = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), service) != list.end();
  };
  return in(requires_services) || in(optional_services) || in(draft_services);
}

const operations::Operation* Manifest::route(std::string_view operation) const {
  const auto found = std::find_if(routes.begin(), routes.end(),
                                  [&](const auto& route) { return route.id == operation; });
  return found == routes.end() ? nullptr : &*found;
}

const privacy::SealedColumn* Manifest::sealed_column(std::string_view table,
                                                     std::string_view column) const {
  const auto found = std::find_if(sealed.begin(), sealed.end(), [&](const auto& one) {
    return one.table == table && one.column == column;
  });
  return found == sealed.end() ? nullptr : &*found;
}

Result<Manifest> parse_manifest(std::string_view json_text, const std::string& folder) {
  static const ManifestSchema schema;
  const auto file = folder + "/module.json";
  auto source = json::parse(json_text);
  if (!source.ok()) return prefixed(file, std::move(source).error());
  auto problems = schema.any.check(*source);
  if (!problems.empty()) return refused(file, std::move(problems));
  auto manifest = Reader(*source, folder, problems).read();
  check_rules(manifest, problems);
  check_ui(manifest, *source, problems);
  if (!problems.empty()) return refused(file, std::move(problems));
  for (const auto& unknown : schema.known.check(*source))
    manifest.warnings.push_back(fmt::format("{}: {}: {}", file, unknown.pointer, unknown.message));
  return manifest;
}

Result<Manifest> read_manifest(const std::string& folder) {
  AKSIS_ASSIGN(text, read_bundle_file(folder, "module.json", kManifestBytesMax));
  return parse_manifest(text, folder);
}

}  // namespace aksis::modules
