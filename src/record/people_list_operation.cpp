// people.list: schema and handler over people_list.hpp.
#include <fmt/format.h>

#include <map>

#include "record/people_list.hpp"
#include "record/person_json.hpp"
#include "record/reach.hpp"
#include "record/shown_people.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using storage::Database;
using storage::Transaction;

constexpr int64_t kPageDefault = 50;
constexpr std::string_view kListed[] = {"birth_name", "used_name", "first_names", "birth_date"};

constexpr const char* kInput = R"({
  "type": "object", "additionalProperties": false,
  "properties": {
    "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    "cursor": {"type": "string", "maxLength": 64, "description": "\"next\" of the page before"},
    "scope": {"type": "string", "enum": ["mine", "agency", "all"], "default": "all",
      "description": "Whom one accompanies oneself, whom one's agency follows, or all that are open"},
    "referent": {"type": "string", "maxLength": 64, "description": "Only those of this account"},
    "commune": {"type": "string", "maxLength": 5, "description": "Only those of this commune, by its code"},
    "registered": {"type": "boolean", "description": "Only those who are, or are not, registered"},
    "reference": {"type": "string", "maxLength": 64, "description": "Only this reference"},
    "sort": {"type": "string", "default": "created",
      "enum": ["created", "-created", "changed", "-changed", "name", "-name"],
      "description": "With - the other way round; by name up to 500 people"}
  }})";

constexpr const char* kOutput = R"({
  "type": "object", "additionalProperties": false, "required": ["people", "next", "total"],
  "properties": {
    "people": {"type": "array", "items": {
      "type": "object", "additionalProperties": false,
      "required": ["id", "reference", "created_at", "changed_at", "registered", "restricted",
        "archived"],
      "properties": {
        "id": {"type": "string"}, "reference": {"type": "string"},
        "birth_name": {"type": "string"}, "used_name": {"type": "string"},
        "first_names": {"type": "string"}, "birth_date": {"type": "string"},
        "commune": {"type": "string", "description": "Its code"},
        "referent": {"type": "object", "additionalProperties": false, "required": ["id"],
          "properties": {"id": {"type": "string"}, "name": {"type": "string"}}},
        "registered": {"type": "boolean", "description": "Registered as seeking work at present"},
        "restricted": {"type": "boolean", "description": "Processing is restricted"},
        "archived": {"type": "boolean", "description": "In intermediate archive: closed"},
        "created_at": {"type": "string", "description": "UTC"},
        "changed_at": {"type": "string", "description": "UTC"}}}},
    "next": {"type": ["string", "null"]},
    "total": {"type": "integer", "description": "Of all pages"}}})";

// The sort's name and its direction.
void read_order(const Call& call, PeopleQuestion& question) {
  static const std::map<std::string_view, PeopleOrder> kOrders = {{"created", PeopleOrder::created},
                                                                  {"changed", PeopleOrder::changed},
                                                                  {"name", PeopleOrder::name}};
  auto sort = json::text(call.input(), "sort", "created");
  question.descending = sort.starts_with('-');
  if (question.descending) sort.remove_prefix(1);
  question.order = kOrders.at(sort);
}

Error nobodys_scope(bool mine) {
  auto error = mine ? said(Code::invalid, "a program accompanies nobody: ask for all",
                           "Un programme n’accompagne personne : demandez tous les dossiers.")
                    : said(Code::invalid, "you act for no agency: ask for mine, or for all",
                           "Vous n’agissez pour aucune agence : demandez vos dossiers, ou tous.");
  error.details = {{"/scope", "not yours", "pas le vôtre"}};
  return error;
}

Result<PeopleQuestion> question_of(const Call& call) {
  const auto& caller = call.principal();
  const auto& input = call.input();
  const auto scope = json::text(input, "scope", "all");
  if ((scope == "mine" && caller.account.empty()) ||
      (scope == "agency" && caller.organisation.empty()))
    return nobodys_scope(scope == "mine");
  PeopleQuestion question;
  question.reach = reach_of(caller, "people.read");
  question.mine = scope == "mine";
  question.agency = scope == "agency";
  question.account = caller.account;
  question.organisation = caller.organisation;
  question.referent = json::text(input, "referent");
  question.commune = json::text(input, "commune");
  question.reference = json::text(input, "reference");
  if (json::member(input, "registered")) question.registered = json::boolean(input, "registered");
  question.cursor = json::text(input, "cursor");
  question.limit = json::integer(input, "limit", kPageDefault);
  read_order(call, question);
  return question;
}

Status write(json::Writer& out, const ListedPerson& one, const Shown& shown,
             audit::AccountNames& names) {
  const auto& person = one.record.person;
  out.object().member("id", person.id).member("reference", person.reference);
  for (const auto field : kListed)
    if (const auto value = one.record.value(field); !value.empty() && shown.shows(field))
      out.member(field, value);
  if (!one.commune.empty() && !one.archived && shown.shows("commune"))
    out.member("commune", one.commune);
  if (!one.referent.empty()) {
    AKSIS_ASSIGN(name, names.of(one.referent));
    out.key("referent").object().member("id", one.referent);
    if (!name.empty()) out.member("name", name);
    out.end();
  }
  out.member("registered", one.registered)
      .member("restricted", one.restricted)
      .member("archived", one.archived)
      .member("created_at", iso_time(person.created_at))
      .member("changed_at", iso_time(person.updated_at))
      .end();
  return {};
}

Status list(Database& database, const Clock& clock, privacy::Keyring* keys,
            const AccountName& account_name, Call& call) {
  AKSIS_ASSIGN(question, question_of(call));
  const Shown shown(call.principal());
  return database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, find_people(tx, keys, question, clock.now()));
    audit::AccountNames names(tx, account_name);
    json::Writer out;
    out.object().key("people").array();
    for (const auto& person : found.people) AKSIS_TRY(write(out, person, shown, names));
    out.end().member("next", found.next);
    call.respond(out.member("total", found.total).end().text());
    std::vector<std::string> ids;
    for (const auto& person : found.people) ids.push_back(person.record.person.id);
    return tell_shown(tx, call, ids, clock.now());
  });
}

}  // namespace

Status add_list_operation(operations::Registry& registry, Database& database, const Clock& clock,
                          privacy::Keyring* keys, AccountName account_name) {
  return registry.add({
      .id = "people.list",
      .kind = operations::Kind::read,
      .summary_fr = "Lister les personnes que l’on accompagne",
      .summary_en = "List the people one accompanies",
      .method = "GET",
      .path = "/people",
      .permission = "people.read",
      .traced = true,
      .input_schema = kInput,
      .output_schema = kOutput,
      .command = {{"person list",
                   {},
                   {"people.id", "people.reference", "people.created_at", "next"}}},
      .handler = [&, keys, account_name = std::move(account_name)](
                     Call& call) { return list(database, clock, keys, account_name, call); },
  });
}

}  // namespace aksis::record
