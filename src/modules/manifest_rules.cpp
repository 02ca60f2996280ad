#include "modules/manifest_rules.hpp"

#include <aksis/aksis.h>
#include <fmt/format.h>

#include <set>

#include "operations/shown_paths.hpp"

namespace aksis::modules {
namespace {

class Rules {
 public:
  Rules(const Manifest& manifest, std::vector<ErrorDetail>& problems)
      : manifest_(manifest), problems_(problems) {}

  void check() {
    check_services();
    check_tables();
    check_permissions();
    for (size_t i = 0; i < manifest_.routes.size(); ++i)
      check_route(manifest_.routes[i], fmt::format("/routes/{}", i));
    for (const auto& [type, schema] : manifest_.publishes)
      if (!own(type))
        problem("/events/publishes/" + type, "an event of this module begins with \"{}.\"",
                manifest_.id);
    for (size_t i = 0; i < manifest_.jobs.size(); ++i) check_job(i);
    if (manifest_.depends.contains(manifest_.id))
      problem("/depends", "a module does not depend on itself");
  }

 private:
  template <typename... Args>
  void problem(std::string pointer, fmt::format_string<Args...> sentence, Args&&... args) {
    problems_.push_back({std::move(pointer), fmt::format(sentence, std::forward<Args>(args)...)});
  }
  bool own(std::string_view name) const { return name.starts_with(manifest_.id + "."); }

  void needs(bool used, const char* service, std::string_view what) {
    if (used && !manifest_.may_use(service))
      problem("/requires", "{} need \"{}\" in requires", what, service);
  }
  void check_services() {
    needs(!manifest_.routes.empty(), AKSIS_ROUTES_1, "routes");
    needs(!manifest_.table_prefix.empty(), AKSIS_SQL_1, "tables");
    needs(!manifest_.subscribes.empty() || !manifest_.publishes.empty(), AKSIS_EVENTS_1, "events");
    needs(!manifest_.calls.empty(), AKSIS_CALL_1, "calls");
    needs(!manifest_.sealed.empty(), AKSIS_PRIVACY_1, "sealed columns");
    if (manifest_.may_use(AKSIS_SQL_1) && manifest_.table_prefix.empty())
      problem("/tables", "\"{}\" needs \"tables\" with the prefix of the module's tables",
              AKSIS_SQL_1);
  }
  void check_tables() {
    if (manifest_.table_prefix == "core_")
      problem("/tables/prefix", "\"core_\" belongs to the server; choose another prefix");
    for (const auto& view : manifest_.published_views)
      if (!view.starts_with(manifest_.id + "_"))
        problem("/tables/publishes", "the view {} must begin with \"{}_\"", view, manifest_.id);
    for (size_t i = 0; i < manifest_.sealed.size(); ++i)
      if (!manifest_.sealed[i].table.starts_with(manifest_.table_prefix))
        problem(fmt::format("/tables/sealed/{}/table", i), "{} is no table of this module",
                manifest_.sealed[i].table);
  }
  void check_permissions() {
    for (size_t i = 0; i < manifest_.permissions.size(); ++i) {
      const auto& id = manifest_.permissions[i].id;
      const auto pointer = fmt::format("/permissions/{}/id", i);
      if (!own(id))
        problem(pointer, "a permission of this module begins with \"{}.\"", manifest_.id);
      if (!permissions_.insert(id).second) problem(pointer, "{} stands twice", id);
    }
  }
  void check_route(const operations::Operation& route, const std::string& pointer) {
    if (!own(route.id))
      problem(pointer + "/operation", "an operation of this module begins with \"{}.\"",
              manifest_.id);
    if (!operations_.insert(route.id).second)
      problem(pointer + "/operation", "{} stands twice", route.id);
    if (own(route.permission) && !permissions_.contains(route.permission))
      problem(pointer + "/permission", "{} is not among the module's permissions",
              route.permission);
    if (route.method.empty() != route.path.empty())
      problem(pointer, "\"method\" and \"path\" go together");
    if (route.method == "GET" && route.kind != operations::Kind::read)
      problem(pointer + "/method", "GET is for reading; a {} needs POST, PUT, PATCH or DELETE",
              route.kind == operations::Kind::write ? "write" : "task");
    if (route.command && !route.output_schema.empty()) check_shows(route, pointer);
  }
  // A schema that cannot be compiled is refused with the operation.
  void check_shows(const operations::Operation& route, const std::string& pointer) {
    using operations::Schema;
    const auto output = Schema::compile(route.output_schema, Schema::Unknown::allowed);
    if (!output.ok()) return;
    const auto& shows = route.command->shows;
    for (size_t i = 0; i < shows.size(); ++i)
      if (!operations::reaches(*output, shows[i]))
        problem(fmt::format("{}/command/shows/{}", pointer, i),
                "'{}' is not in the output schema of {}; correct the path or the schema", shows[i],
                route.id);
  }
  void check_job(size_t index) {
    const auto& job = manifest_.jobs[index];
    const auto pointer = fmt::format("/jobs/{}", index);
    if (!operations_.contains(job.operation))
      problem(pointer + "/operation", "{} is no operation of this module", job.operation);
    if (!job.every && !job.at_start)
      problem(pointer, "a job has \"every\" (\"24h\") or \"when\": \"start\"");
  }

  const Manifest& manifest_;
  std::vector<ErrorDetail>& problems_;
  std::set<std::string, std::less<>> permissions_, operations_;
};

}  // namespace

void check_rules(const Manifest& manifest, std::vector<ErrorDetail>& problems) {
  Rules(manifest, problems).check();
}

}  // namespace aksis::modules
