#include "audit/operations.hpp"
#include "audit/search.hpp"

namespace aksis::audit {
namespace {

using operations::Call;
using storage::Transaction;

constexpr const char* kPaging = R"(
  "from": {"type": "string", "maxLength": 20,
    "description": "From this day, or this second in UTC: 2026-01-31, 2026-01-31T08:00:00Z"},
  "to": {"type": "string", "maxLength": 20,
    "description": "To this day, it included, or before this second in UTC"},
  "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
  "cursor": {"type": "string", "maxLength": 60, "description": "\"next\" of the page before"})";

std::string search_input() {
  return std::string(R"({"type": "object", "additionalProperties": false, "properties": {
  "actor": {"type": "string", "maxLength": 100,
    "description": "Who did it: account:ID, client:ID, local, host"},
  "person": {"type": "string", "maxLength": 64, "description": "Id of the person it concerns"},
  "operation": {"type": "string", "maxLength": 100, "description": "As in people.read"},
  "kind": {"type": "string", "maxLength": 40,
    "description": "As in read, change, sign_in, refused, break_glass, alarm, export, purge"},)") +
         kPaging + "}}";
}

constexpr const char* kSearchOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["entries", "next"], "properties": {
  "next": {"type": ["string", "null"]},
  "entries": {"type": "array", "items": {"type": "object", "additionalProperties": false,
    "required": ["index", "at", "kind", "actor", "operation", "outcome"], "properties": {
    "index": {"type": "integer"}, "at": {"type": "string"}, "kind": {"type": "string"},
    "actor": {"type": "string"}, "actor_name": {"type": "string"}, "on_behalf_of": {"type": "string"},
    "operation": {"type": "string"}, "module": {"type": "string"}, "person": {"type": "string"},
    "object": {"type": "string"}, "relation": {"type": "string"}, "reason": {"type": "string"},
    "request_id": {"type": "string"}, "session": {"type": "string"},
    "outcome": {"type": "string"},
    "details": {"type": "boolean", "description": "Whether sealed details belong to it"}}}}}})";

std::string history_input() {
  return std::string(R"({"type": "object", "additionalProperties": false, "required": ["person"],
  "properties": {"person": {"type": "string", "maxLength": 64,
    "description": "The person's id"},)") +
         kPaging + "}}";
}

constexpr const char* kHistoryOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["accesses", "next"], "properties": {
  "next": {"type": ["string", "null"]},
  "accesses": {"type": "array", "items": {"type": "object", "additionalProperties": false,
    "required": ["at", "kind", "actor", "operation", "outcome"], "properties": {
    "at": {"type": "string"}, "kind": {"type": "string"}, "actor": {"type": "string"},
    "actor_name": {"type": "string", "description": "Of an account that is known"},
    "on_behalf_of": {"type": "string"}, "operation": {"type": "string"},
    "relation": {"type": "string"}, "reason": {"type": "string"},
    "outcome": {"type": "string"}}}}}})";

Status take_time(const Call& call, const char* name, bool end, std::optional<Micros>& out) {
  const auto text = json::text(call.input(), name);
  if (text.empty()) return {};
  out = parse_time(text, end);
  if (out) return {};
  return said_at(std::string("/") + name,
                 "give a day (2026-01-31) or an instant in UTC (2026-01-31T08:00:00Z)",
                 "Donnez un jour (2026-01-31) ou un instant en temps universel "
                 "(2026-01-31T08:00:00Z).");
}

void write_optional(json::Writer& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.member(name, value);
}

// A sealed reason is shown as it was written.
Status open_reasons(const Parts& parts, Transaction& tx, SearchPage& page) {
  for (auto& one : page.entries) {
    if (one.entry.relation != kBrokenGlass) continue;
    AKSIS_ASSIGN(reason, open_reason(tx, parts.unseal, one.entry.person, one.entry.reason));
    one.entry.reason = std::move(reason);
  }
  return {};
}

void write_access(json::Writer& out, const Entry& e, const std::string& name) {
  out.member("at", iso_time(e.at)).member("kind", e.kind).member("actor", e.actor);
  write_optional(out, "actor_name", name);
  write_optional(out, "on_behalf_of", e.on_behalf_of);
  out.member("operation", e.operation);
  write_optional(out, "relation", e.relation);
  write_optional(out, "reason", e.reason);
  out.member("outcome", e.outcome);
}

Result<std::string> name_of(AccountNames& names, std::string_view actor) {
  constexpr std::string_view kAccount = "account:";
  if (!actor.starts_with(kAccount)) return std::string();
  return names.of(actor.substr(kAccount.size()));
}

void write_entry(json::Writer& out, const Numbered& one, const std::string& name) {
  const Entry& e = one.entry;
  out.object().member("index", one.index);
  write_access(out, e, name);
  write_optional(out, "module", e.module);
  write_optional(out, "person", e.person);
  write_optional(out, "object", e.object);
  write_optional(out, "request_id", e.request_id);
  write_optional(out, "session", e.session);
  if (!e.details.empty()) out.member("details", true);
  out.end();
}

Result<SearchFilter> filter_of(const Call& call) {
  const auto& input = call.input();
  SearchFilter out;
  out.actor = json::text(input, "actor");
  out.person = json::text(input, "person");
  out.operation = json::text(input, "operation");
  out.kind = json::text(input, "kind");
  out.cursor = json::text(input, "cursor");
  out.limit = json::integer(input, "limit");
  AKSIS_TRY(take_time(call, "from", false, out.from));
  AKSIS_TRY(take_time(call, "to", true, out.to));
  return out;
}

Status find(const Parts& parts, Call& call) {
  AKSIS_ASSIGN(filter, filter_of(call));
  return parts.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(page, search(tx, filter));
    AKSIS_TRY(open_reasons(parts, tx, page));
    AccountNames names(tx, parts.account_name);
    json::Writer out;
    out.object().key("entries").array();
    for (const auto& one : page.entries) {
      AKSIS_ASSIGN(name, name_of(names, one.entry.actor));
      write_entry(out, one, name);
    }
    out.end().member("next", page.next);
    call.respond(out.end().text());
    return {};
  });
}

Status show_history(const Parts& parts, Call& call) {
  AKSIS_ASSIGN(filter, filter_of(call));
  if (filter.person.empty())
    return said(Code::invalid, "whose history? the person's id is empty",
                "De qui voulez-vous l’historique ? Indiquez la personne.");
  return parts.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(page, search(tx, filter));
    AKSIS_TRY(open_reasons(parts, tx, page));
    AccountNames names(tx, parts.account_name);
    json::Writer out;
    out.object().key("accesses").array();
    for (const auto& one : page.entries) {
      AKSIS_ASSIGN(name, name_of(names, one.entry.actor));
      out.object();
      write_access(out, one.entry, name);
      out.end();
    }
    out.end().member("next", page.next);
    call.respond(out.end().text());
    return {};
  });
}

}  // namespace

Status add_search_operations(operations::Registry& registry, const Parts& parts) {
  AKSIS_TRY(registry.add({
      .id = "audit.search",
      .summary_fr = "Chercher dans le journal d’audit, le plus récent d’abord",
      .summary_en = "Search the audit log, the newest first",
      .method = "GET",
      .path = "/audit/entries",
      .permission = "audit.read",
      .subject = "-",
      .input_schema = search_input(),
      .output_schema = kSearchOutput,
      .command = {{"audit search", {}}},
      .handler = [parts](Call& call) { return find(parts, call); },
  }));
  return registry.add({
      .id = "people.access_history",
      .summary_fr = "Dire qui a consulté ou modifié le dossier d’une personne, quand et pourquoi",
      .summary_en = "Say who read or changed a person's record, when and why",
      .method = "GET",
      .path = "/people/{person}/access-history",
      .permission = "people.read",
      .input_schema = history_input(),
      .output_schema = kHistoryOutput,
      .command = {{"person accesses", {"person"}}},
      .handler = [parts](Call& call) { return show_history(parts, call); },
  });
}

}  // namespace aksis::audit
