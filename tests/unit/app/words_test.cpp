// Whatever a command shows has a word of the reader's language.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <set>

#include "app/command_line/catalogue.hpp"
#include "app/command_line/words.hpp"
#include "base/read_bytes.hpp"
#include "instance_fixture.hpp"

using namespace aksis;
using namespace aksis::app;

namespace {

using Paths = std::set<std::string>;

// The dotted paths of the members a schema names; `lists`: those that hold a list.
void add_paths(const json::Value& schema, const std::string& prefix, Paths& all, Paths& lists) {
  if (const auto* items = json::member(schema, "items"))
    return add_paths(*items, prefix, all, lists);
  const auto* members = json::member(schema, "properties");
  if (!members) return;
  for (const auto& member : members->GetObject()) {
    const auto path = prefix + std::string(json::text(member.name));
    all.insert(path);
    if (json::member(member.value, "items")) lists.insert(path);
    add_paths(member.value, path + ".", all, lists);
  }
}

// What the command shows under a name: the paths it lists and the lists that hold them, or all.
Paths shown(const operations::Operation& operation) {
  Paths all, lists, out;
  if (operation.output_schema.empty()) return out;
  const auto schema = json::parse(operation.output_schema);
  REQUIRE(schema.ok());
  add_paths(*schema, "", all, lists);
  if (operation.command->shows.empty()) return all;
  for (const auto& path : operation.command->shows) {
    std::copy_if(all.begin(), all.end(), std::inserter(out, out.end()),
                 [&](const auto& each) { return each == path || each.starts_with(path + "."); });
    for (size_t at = path.find('.'); at != std::string::npos; at = path.find('.', at + 1))
      if (lists.contains(path.substr(0, at))) out.insert(path.substr(0, at));
  }
  return out;
}

// A page's items have no heading; of what has a sentence, only that is shown.
bool stands_alone(const std::string& path, const Paths& paths) {
  return path == "items" || paths.contains(path.substr(0, path.rfind('.') + 1) + "text");
}

}  // namespace

TEST_CASE("Every member that a command shows has a word") {
  const SystemClock clock;
  const auto config = load_config({"/dev/null", {}, {}});
  REQUIRE(config.ok());
  const auto catalogue = Catalogue::read(*config, clock);
  REQUIRE(catalogue.ok());
  for (const auto& operation : (*catalogue)->registry().all()) {
    if (!operation->command) continue;
    const Words words(Language::fr, (*catalogue)->module_folder(operation->module));
    const auto paths = shown(*operation);
    for (const auto& path : paths) {
      if (stands_alone(path, paths)) continue;
      INFO(operation->id << ": " << path);
      CHECK(words.member(path) != "");
    }
  }
}

TEST_CASE("The console names every operation as the operation names itself") {
  const SystemClock clock;
  const auto config = load_config({"/dev/null", {}, {}});
  REQUIRE(config.ok());
  const auto catalogue = Catalogue::read(*config, clock);
  REQUIRE(catalogue.ok());
  for (const std::string language : {"fr", "en"}) {
    const auto path = fmt::format("{}/src/console/ui/i18n/{}/operations.json",
                                  std::string(AKSIS_SOURCE_DIR), language);
    constexpr size_t kBytesMax = 1 << 20;
    const auto text = read_bytes(path, kBytesMax);
    REQUIRE(text.ok());
    const auto names = json::parse(*text);
    REQUIRE(names.ok());
    for (const auto& operation : (*catalogue)->registry().all()) {
      INFO(path << " lacks, or has other words for:\n  \"operation." << operation->id << "\": \""
                << (language == "fr" ? operation->summary_fr : operation->summary_en) << '"');
      CHECK(json::text(*names, "operation." + operation->id) ==
            (language == "fr" ? operation->summary_fr : operation->summary_en));
    }
  }
}

TEST_CASE("An operation's own word for a member comes first") {
  CHECK(Words(Language::fr, "").member("rows") == "lignes refusées");
  CHECK(Words(Language::fr, "", "backup.create").member("rows") ==
        "lignes copiées, table par table");
  CHECK(Words(Language::en, "", "restore").member("rows") == "rows restored, by table");
}
