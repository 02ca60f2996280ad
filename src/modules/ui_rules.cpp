#include "modules/ui_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "modules/bundle_file.hpp"
#include "operations/schema.hpp"

namespace aksis::modules {
namespace {

using operations::Schema;

// First parts of paths that are the host's: its screens, its files, its routes.
constexpr std::string_view kReserved[] = {
    "accounts",  "admin",   "alarms",   "api",     "audit",         "calendar", "clients",
    "config",    "events",  "help",     "home",    "invitations",   "jobs",     "livez",
    "local",     "login",   "metrics",  "modules", "organisations", "people",   "portfolio",
    "privacy",   "profile", "readyz",   "reports", "roles",         "search",   "security",
    "session",   "setup",   "settings", "sign-in", "signed-in",     "system",   "territories",
    "dashboard", "ui",      "work"};

std::string_view first_part(std::string_view path) {
  path.remove_prefix(1);
  return path.substr(0, path.find_first_of("/?#"));
}

class UiRules {
 public:
  UiRules(const Manifest& manifest, const json::Value& declared, std::vector<ErrorDetail>& problems)
      : manifest_(manifest), declared_(declared), problems_(problems) {}

  void check() {
    for (const auto list : kUiLists)
      if (const auto* items = json::member(declared_, list))
        for (rapidjson::SizeType i = 0; i < items->Size(); ++i)
          check_item(list, (*items)[i], fmt::format("/ui/{}/{}", list, i));
    check_entry();
  }

 private:
  template <typename... Args>
  void problem(std::string pointer, fmt::format_string<Args...> sentence, Args&&... args) {
    problems_.push_back({std::move(pointer), fmt::format(sentence, std::forward<Args>(args)...)});
  }

  void check_item(std::string_view list, const json::Value& item, const std::string& pointer) {
    const bool page = list == "pages";
    const std::string name(json::text(item, page ? "path" : "id"));
    if (!names_.insert(std::string(list) + " " + name).second)
      problem(pointer + (page ? "/path" : "/id"), "{} stands twice", name);
    has_code_ |= json::member(item, "export") != nullptr;
    check_permission(json::text(item, "permission"), pointer + "/permission");
    if (page) check_reserved(name, pointer + "/path");
    if (list == "navigation") check_navigation(json::text(item, "path"), pointer + "/path");
    if (list == "searches") check_search(json::text(item, "path"), pointer + "/path");
    if (const auto* options = json::member(item, "options"))
      if (const auto schema = Schema::compile(json::dump(*options), Schema::Unknown::refused);
          !schema.ok())
        problem(pointer + "/options", "{}", schema.error().message);
    if (const auto* size = json::member(item, "size"))
      if (json::integer(*size, "min_w", 1) > json::integer(*size, "w") ||
          json::integer(*size, "min_h", 1) > json::integer(*size, "h"))
        problem(pointer + "/size", "it begins smaller than its smallest size");
  }

  // As of routes: those of others are known only once everything runs.
  void check_permission(std::string_view permission, const std::string& pointer) {
    if (!permission.starts_with(manifest_.id + ".")) return;
    const auto& known = manifest_.permissions;
    if (std::none_of(known.begin(), known.end(),
                     [&](const auto& one) { return one.id == permission; }))
      problem(pointer, "{} is not among the module's permissions", permission);
  }
  void check_reserved(std::string_view path, const std::string& pointer) {
    const auto first = first_part(path);
    if (first.starts_with(':'))
      problem(pointer, "the first part of a page's path is a word");
    else if (std::find(std::begin(kReserved), std::end(kReserved), first) != std::end(kReserved))
      problem(pointer, "/{} belongs to the console itself; choose another word", first);
  }
  void check_navigation(std::string_view path, const std::string& pointer) {
    if (!manifest_.ui.has_page(path.substr(0, path.find_first_of("?#"))))
      problem(pointer, "{} is no page of this module", path);
  }
  void check_search(std::string_view path, const std::string& pointer) {
    if (path.find("{q}") == std::string_view::npos)
      problem(pointer, "it has no place {{q}} for what is searched");
    const auto below = path.substr(0, path.find('?'));
    const auto& routes = manifest_.routes;
    if (std::none_of(routes.begin(), routes.end(), [&](const auto& route) {
          return route.method == "GET" && route.path == below;
        }))
      problem(pointer, "{} is no GET route of this module", below);
  }
  void check_entry() {
    if (has_code_ && manifest_.ui.entry.empty())
      problem("/ui/entry", "\"export\" names code, but there is no \"entry\"");
    if (manifest_.ui.entry.empty()) return;
    const auto file = bundle_path(manifest_.folder, "ui/" + manifest_.ui.entry);
    if (!file.ok()) problem("/ui/entry", "{}", file.error().message);
  }

  const Manifest& manifest_;
  const json::Value& declared_;
  std::vector<ErrorDetail>& problems_;
  std::set<std::string> names_;
  bool has_code_ = false;
};

}  // namespace

void check_ui(const Manifest& manifest, const json::Value& source,
              std::vector<ErrorDetail>& problems) {
  if (const auto* declared = json::member(source, "ui"))
    UiRules(manifest, *declared, problems).check();
}

}  // namespace aksis::modules
