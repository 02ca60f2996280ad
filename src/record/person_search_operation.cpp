// people.search: schema and handler over person_search.hpp.
#include "record/person_json.hpp"
#include "record/person_search.hpp"
#include "record/reach.hpp"
#include "record/shown_people.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using storage::Database;
using storage::Transaction;

// What is enough to tell people apart.
constexpr std::string_view kListed[] = {"birth_name", "used_name", "first_names", "birth_date",
                                        "commune"};

constexpr const char* kInput = R"({
  "type": "object", "additionalProperties": false, "required": ["q"],
  "properties": {
    "q": {"type": "string", "minLength": 2, "maxLength": 200,
      "description": "Names or their beginnings, a birth date with or without names, or a whole reference, NIR or identifier"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 20}}})";

constexpr const char* kOutput = R"({
  "type": "object", "additionalProperties": false, "required": ["people", "elsewhere"],
  "properties": {
    "people": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["id", "reference", "by_sound"], "properties": {
        "id": {"type": "string"}, "reference": {"type": "string"},
        "birth_name": {"type": "string"}, "used_name": {"type": "string"},
        "first_names": {"type": "string"}, "birth_date": {"type": "string"},
        "commune": {"type": "string"},
        "by_sound": {"type": "boolean", "description": "A name only sounds alike"}}}},
    "elsewhere": {"type": "integer",
      "description": "People of others whom the NIR, or every name and the birth date, fit exactly: their record opens to a broken glass alone"}}})";

Status search(Database& database, const Clock& clock, privacy::Keyring* keys, Call& call) {
  const auto reach = reach_of(call.principal(), "people.read");
  const Shown shown(call.principal());
  return database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, search_people(tx, *keys, reach, json::text(call.input(), "q"),
                                      json::integer(call.input(), "limit"), clock.now()));
    std::vector<std::string> ids;
    for (const auto& one : found.people) ids.push_back(one.record.person.id);
    AKSIS_TRY(tell_shown(tx, call, ids, clock.now()));
    json::Writer out;
    out.object().key("people").array();
    for (const auto& [record, by_sound] : found.people) {
      out.object().member("id", record.person.id).member("reference", record.person.reference);
      for (const auto field : kListed)
        if (const auto value = record.value(field); !value.empty() && shown.shows(field))
          out.member(field, value);
      out.member("by_sound", by_sound).end();
    }
    call.respond(out.end().member("elsewhere", found.elsewhere).end().text());
    return {};
  });
}

}  // namespace

Status add_search_operations(operations::Registry& registry, Database& database, const Clock& clock,
                             privacy::Keyring* keys) {
  return registry.add({
      .id = "people.search",
      .summary_fr = "Chercher une personne que l’on accompagne",
      .summary_en = "Search a person one accompanies",
      // What is searched is personal: it stands in no address.
      .method = "POST",
      .path = "/people/search",
      .permission = "people.read",
      .traced = true,
      .input_schema = kInput,
      .output_schema = kOutput,
      .command = {{"person search", {"q"}}},
      .handler = [&, keys](Call& call) { return search(database, clock, keys, call); },
  });
}

}  // namespace aksis::record
