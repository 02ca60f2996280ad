#include "console/layouts.hpp"

#include <fmt/format.h>

namespace aksis::console {
namespace {

using storage::Row;
using storage::Transaction;
using storage::Value;

// The first layout that the statement finds: (content, version, role).
Result<Layout> first(Transaction& tx, std::string_view sql, const std::vector<Value>& parameters,
                     std::string_view origin) {
  Layout out;
  AKSIS_TRY(tx.query(sql, parameters, [&](const Row& row) -> Status {
    out = {std::string(origin), std::string(row.text(2)), std::string(row.text(0)), row.integer(1)};
    return {};
  }));
  return out;
}

Result<Layout> own_layout(Transaction& tx, std::string_view account) {
  return first(tx, "SELECT content, version, '' FROM core_ui_layout WHERE account = $1", {account},
               "own");
}

Status check(std::string_view json, const Layout& before, std::string_view if_match) {
  if (json.size() > kLayoutBytesMax)
    return Error{Code::too_large,
                 fmt::format("a layout takes at most {} KiB", kLayoutBytesMax >> 10),
                 {{"/widgets", "too large"}}};
  if (!if_match.empty() && if_match != std::to_string(before.version))
    return Error{Code::stale, "the layout was changed meanwhile: read it again", {}};
  return {};
}

}  // namespace

Result<Layout> layout_of_role(Transaction& tx, std::string_view role) {
  return first(tx, "SELECT content, version, role FROM core_ui_role_layout WHERE role = $1", {role},
               "role");
}

Result<Layout> layout_for(Transaction& tx, std::string_view account) {
  AKSIS_ASSIGN(own, own_layout(tx, account));
  if (own.version) return own;
  return first(tx,
               "SELECT l.content, l.version, l.role FROM core_ui_role_layout l "
               "JOIN core_account_role r ON r.role = l.role WHERE r.account = $1 "
               "ORDER BY l.role LIMIT 1",
               {account}, "role");
}

Result<Layout> save_layout(Transaction& tx, std::string_view account, std::string_view json,
                           std::string_view if_match) {
  AKSIS_ASSIGN(before, own_layout(tx, account));
  // Whoever begins from a role's layout has read that one's version.
  AKSIS_TRY(check(json, before, before.version ? if_match : std::string_view()));
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_ui_layout (account, content, version) VALUES ($1, $2, $3) "
      "ON CONFLICT (account) DO UPDATE SET content = excluded.content, version = excluded.version",
      {account, json, before.version + 1}));
  return own_layout(tx, account);
}

Status reset_layout(Transaction& tx, std::string_view account) {
  AKSIS_TRY(tx.execute("DELETE FROM core_ui_layout WHERE account = $1", {account}));
  return {};
}

Result<Layout> save_role_layout(Transaction& tx, std::string_view role, std::string_view json,
                                std::string_view if_match, std::string_view by, Micros now) {
  bool known = false;
  AKSIS_TRY(tx.query("SELECT id FROM core_role WHERE id = $1", {role}, [&](const Row&) -> Status {
    known = true;
    return {};
  }));
  if (!known) return Error{Code::not_found, fmt::format("there is no role {}", role), {}};
  AKSIS_ASSIGN(before, layout_of_role(tx, role));
  AKSIS_TRY(check(json, before, if_match));
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_ui_role_layout (role, content, version, changed_by, changed_at) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (role) DO UPDATE SET content = excluded.content, "
      "version = excluded.version, changed_by = excluded.changed_by, "
      "changed_at = excluded.changed_at",
      {role, json, before.version + 1, by, now}));
  return layout_of_role(tx, role);
}

Status reset_role_layout(Transaction& tx, std::string_view role) {
  AKSIS_TRY(tx.execute("DELETE FROM core_ui_role_layout WHERE role = $1", {role}));
  return {};
}

}  // namespace aksis::console
