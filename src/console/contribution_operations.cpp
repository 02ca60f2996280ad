// ui.contributions, ui.start.
#include "console/operations.hpp"
#include "modules/manifest.hpp"

namespace aksis::console {
namespace {

using modules::Manifest;
using operations::Call;
using operations::Principal;

constexpr std::string_view kLanguages[] = {"fr", "en"};
constexpr std::string_view kTheme = "aksis";

constexpr const char* kStartOutput = R"({
  "type": "object", "additionalProperties": false,
  "required": ["version", "languages", "setup", "theme"],
  "properties": {
    "version": {"type": "string"},
    "languages": {"type": "array", "items": {"type": "string"}},
    "setup": {"type": "boolean", "description": "Nobody has an account yet"},
    "theme": {"type": "string", "description": "Name of the look that holds until one is chosen"}
  }})";

std::string contributions_output() {
  std::string lists;
  for (const auto list : modules::kUiLists)
    lists += ", \"" + std::string(list) +
             R"(": {"type": "array", "items": {"type": "object", "additionalProperties": true}})";
  return R"({"type": "object", "additionalProperties": false,
    "required": ["version", "languages", "setup", "modules"],
    "properties": {"version": {"type": "string"},
      "languages": {"type": "array", "items": {"type": "string"}},
      "setup": {"type": "boolean", "description": "Nobody has an account yet"},
      "modules": {"type": "array", "items": {"type": "object", "additionalProperties": false,
        "required": ["id", "version", "title"],
        "properties": {"id": {"type": "string"}, "version": {"type": "string"},
          "title": {"type": "object", "additionalProperties": false, "required": ["fr", "en"],
            "properties": {"fr": {"type": "string"}, "en": {"type": "string"}}},
          "base": {"type": "string", "description": "Where its files are; ends with '/'"},
          "entry": {"type": "string", "description": "Its module of code"},
          "i18n": {"type": "object", "additionalProperties": {"type": "string"},
            "description": "Its texts by language"})" +
         lists + "}}}}}";
}

void write_texts(json::Writer& out, const modules::Ui& ui) {
  out.key("i18n").object();
  for (const auto& language : ui.languages)
    out.member(language, ui.base + "/i18n/" + language + ".json");
  out.end();
}

void write_module(json::Writer& out, const Manifest& manifest, const Principal& caller) {
  const auto& ui = manifest.ui;
  out.object().member("id", manifest.id).member("version", manifest.version);
  out.key("title").object().member("fr", manifest.title.fr);
  out.member("en", manifest.title.en.empty() ? manifest.title.fr : manifest.title.en).end();
  if (!ui.base.empty()) out.member("base", ui.base + "/");
  if (!ui.entry.empty()) out.member("entry", ui.base + "/" + ui.entry);
  write_texts(out, ui);
  for (const auto list : modules::kUiLists) {
    out.key(list).array();
    for (const auto& one : ui.contributions)
      if (one.list == list && caller.allows(one.permission)) out.raw(one.json);
    out.end();
  }
  out.end();
}

// What both answers begin with; the object stays open.
Status begin(json::Writer& out, const Surroundings& around) {
  AKSIS_ASSIGN(setup, around.awaits_setup());
  out.object().member("version", around.version).key("languages").array();
  for (const auto language : kLanguages) out.value(language);
  out.end().member("setup", setup);
  return {};
}

// Of the modules that run: what a browser may know of them, by what its user may do.
Status contributions(const Surroundings& around, Call& call) {
  json::Writer out;
  AKSIS_TRY(begin(out, around));
  out.key("modules").array();
  if (const auto* host = around.modules())
    for (const auto& status : host->modules()) {
      const auto* manifest =
          status.state == modules::State::started ? host->manifest(status.id) : nullptr;
      if (manifest && !manifest->ui.contributions.empty())
        write_module(out, *manifest, call.principal());
    }
  call.respond(out.end().end().text());
  return {};
}

Status start(const Surroundings& around, Call& call) {
  json::Writer out;
  AKSIS_TRY(begin(out, around));
  call.respond(out.member("theme", kTheme).end().text());
  return {};
}

}  // namespace

Status offer_contributions(operations::Registry& registry, const Surroundings& around) {
  AKSIS_TRY(registry.add({
      .id = "ui.start",
      .summary_fr = "Ce que l’interface doit savoir avant toute connexion",
      .summary_en = "What the console must know before anybody signs in",
      .method = "GET",
      .path = "/ui/start",
      .open = true,
      .input_schema = operations::object_schema("", ""),
      .output_schema = kStartOutput,
      .handler = [around](Call& call) { return start(around, call); },
  }));
  return registry.add({
      .id = "ui.contributions",
      .summary_fr = "Ce que les modules ajoutent à l’interface de qui demande",
      .summary_en = "What modules add to the console of who asks",
      .method = "GET",
      .path = "/ui/contributions",
      .input_schema = operations::object_schema("", ""),
      .output_schema = contributions_output(),
      .handler = [around](Call& call) { return contributions(around, call); },
  });
}

Result<std::string> own_account(const Call& call) {
  const auto& account = call.principal().account;
  if (!account.empty()) return account;
  return Error{Code::forbidden,
               "only somebody who is signed in chooses how the console looks; a program does not",
               {}};
}

Status offer_operations(operations::Registry& registry, const Surroundings& around) {
  AKSIS_TRY(offer_contributions(registry, around));
  AKSIS_TRY(offer_preferences(registry, around));
  return offer_layouts(registry, around);
}

}  // namespace aksis::console
