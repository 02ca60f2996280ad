// colleagues.list: by name, those one may entrust people to or name as a deputy. No login, address
// or role: who accompanies people administers no accounts.
#include "access/accounts.hpp"
#include "access/operations.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Scope;
using storage::Transaction;

constexpr const char* kPermission = "relations.read";

// Of one's own organisation; of all with a scope beyond.
Status list(storage::Database& database, Call& call) {
  const auto& caller = call.principal();
  const auto scope = caller.scope_of(kPermission);
  const bool everywhere = caller.local || (scope && *scope >= Scope::national);
  // Who acts for no organisation has no colleagues: no account is of one named so.
  const std::string own = caller.organisation.empty() ? "none" : caller.organisation;
  const auto& input = call.input();
  return database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(page, list_accounts(tx, {.state = "active",
                                          .organisation = everywhere ? std::string_view() : own,
                                          .role = {},
                                          .words = json::text(input, "q"),
                                          .cursor = json::text(input, "cursor"),
                                          .limit = json::integer(input, "limit")}));
    json::Writer out;
    out.object().key("colleagues").array();
    for (const auto& one : page.accounts) {
      out.object().member("id", one.id).member("name", one.name);
      if (!one.organisation.empty()) out.member("organisation", one.organisation);
      out.end();
    }
    out.end().member("next", page.next);
    call.respond(out.end().text());
    return {};
  });
}

}  // namespace

Status add_colleague_operations(operations::Registry& registry, storage::Database& database) {
  return registry.add({
      .id = "colleagues.list",
      .summary_fr = "Lister ses collègues, par leur nom",
      .summary_en = "List one's colleagues, by their names",
      .method = "GET",
      .path = "/colleagues",
      .permission = kPermission,
      .input_schema = operations::object_schema("", R"(
  "q": {"type": "string", "maxLength": 100,
    "description": "The beginning of the name, of one of its words, or of the login"},
  "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
  "cursor": {"type": "string", "maxLength": 500, "description": "\"next\" of the page before"})"),
      .output_schema = operations::object_schema(R"("colleagues", "next")", R"(
  "colleagues": {"type": "array", "items": {"type": "object", "additionalProperties": false,
    "required": ["id", "name"], "properties": {"id": {"type": "string"},
    "name": {"type": "string"},
    "organisation": {"type": "string", "description": "Its id; absent: none"}}}},
  "next": {"type": ["string", "null"]})"),
      .command = {{"colleague list", {}}},
      .handler = [&](Call& call) { return list(database, call); },
  });
}

}  // namespace aksis::access
